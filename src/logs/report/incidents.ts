// Groups findings into incidents: events that overlap in time, and in targets if they have any, are one incident.
import { SEVERITIES } from '../../common/severity.ts';
import { wordTime } from './quantities.ts';
import type { Finding, FindingEvent, Incident } from './types.ts';

/** Minutes after an event within which its consequences begin. */
const CLOSE = 3;

/** Code prefixes of causes, which come first in this order; anything else comes last. */
const CAUSES = [
  'node-closed-many',
  'target',
  'targets-closed-together',
  'stickiness',
  'upgrade-',
  'reconnect-storm',
];

interface Part extends FindingEvent {
  readonly finding: Finding;
}

export function incidentsOf(findings: readonly Finding[]): Incident[] {
  const parts = findings
    .flatMap((finding) => (finding.events ?? []).map((event): Part => ({ ...event, finding })))
    .toSorted((left, right) => left.from.localeCompare(right.from) || rankOf(left) - rankOf(right));
  const groups: Part[][] = [];
  for (const part of parts) {
    const group = groups.find((each) => each.some((other) => belong(other, part)));
    if (group) group.push(part);
    else groups.push([part]);
  }
  return groups.map(incident);
}

const minuteOf = (iso: string): number => Date.parse(iso) / 60_000;

/** Whether they overlap, or follow each other closely. If both have targets, they must share one. */
function belong(one: Part, other: Part): boolean {
  const isClose =
    minuteOf(other.from) <= minuteOf(one.to) + CLOSE && minuteOf(one.from) <= minuteOf(other.to) + CLOSE;
  const isSame =
    one.targets.length === 0 ||
    other.targets.length === 0 ||
    one.targets.some((target) => other.targets.includes(target));
  return isClose && isSame;
}

function rankOf({ finding }: Part): number {
  const rank = CAUSES.findIndex((code) => finding.code.startsWith(code));
  return rank < 0 ? CAUSES.length : rank;
}

function incident(parts: readonly Part[]): Incident {
  const ordered = parts.toSorted(
    (left, right) => rankOf(left) - rankOf(right) || left.from.localeCompare(right.from),
  );
  const from = parts.reduce((first, part) => (part.from < first ? part.from : first), parts[0]?.from ?? '');
  const to = parts.reduce((last, part) => (part.to > last ? part.to : last), from);
  const text = ordered.map(({ text: words, to: end }) =>
    end > from ? `${words} until ${clock(end, from)}` : words,
  );
  return {
    from,
    to,
    severity:
      SEVERITIES.find((severity) => parts.some(({ finding }) => finding.severity === severity)) ?? 'info',
    text: `${wordTime(from)} ${text.join('; ')}`,
    codes: [...new Set(ordered.map(({ finding }) => finding.code))],
  };
}

/** Only the time, if it is on the same day. */
const clock = (iso: string, from: string): string =>
  iso.slice(0, 10) === from.slice(0, 10) ? wordTime(iso).slice(11) : wordTime(iso);

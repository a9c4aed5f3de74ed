// The text on what changed since an earlier period.
import { count, many, percent } from '../../common/numbers.ts';
import type { Change } from '../compare/compare.ts';
import type { Page } from './page.ts';
import { duration, wordTime } from './quantities.ts';
import type { BaselineReport } from './types.ts';

export function baselineText(baseline: BaselineReport | null, page: Page): string[] {
  if (!baseline) return [];
  const { changes, tried } = baseline;
  return [
    ...page.paragraph('', baselineVerdict(baseline)),
    ...changes.flatMap((change) => page.paragraph('  - ', words(change))),
    ...(tried === 0 ? [] : page.paragraph('  ', baselineChance(baseline))),
  ];
}

/** Which periods were compared, and whether anything changed. */
export function baselineVerdict({ since, until, changes, tried, ...of }: BaselineReport): string {
  const outcome =
    of.connections + of.failed === 0
      ? 'nothing to compare with'
      : tried === 0
        ? 'too little to compare'
        : changes.length === 0
          ? 'no change beyond noise'
          : `${many(changes.length, 'change')} beyond noise`;
  return `Against ${wordTime(since)} to ${wordTime(until)} UTC (${many(of.connections, 'WebSocket')} and ${many(of.failed, 'failed upgrade')}): ${outcome}`;
}

export const baselineChance = ({ tried, chance }: BaselineReport): string =>
  `${count(tried)} comparisons; a chance of at most ${percent(chance)} that any is called a change where nothing changed, if the hours are alike.`;

const NAMES: Readonly<Record<Change['what'], (of: string) => string>> = {
  rate: () => 'WebSockets closed a minute',
  failed: () => 'upgrades that failed',
  status: (of) => `upgrades answered ${of}`,
  young: () => 'WebSockets that ended within 5 s',
  duration: () => 'durations, median',
  'target-share': (of) => `share of ${of}`,
  'target-young': (of) => `ended within 5 s on ${of}`,
};

/** The name and the values of a change. */
export function changeWords({ what, of, before, after, p }: Change): {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly p: string;
} {
  const value = (number: number): string =>
    what === 'rate'
      ? number.toPrecision(3)
      : what === 'duration'
        ? duration(Number(number.toPrecision(3)))
        : percent(number);
  return {
    name: NAMES[what](of ?? ''),
    before: value(before),
    after: value(after),
    p: p < 1e-6 ? 'below 0.000001' : p.toPrecision(2),
  };
}

function words(change: Change): string {
  const { name, before, after, p } = changeWords(change);
  return `${name}: ${before} before, ${after} now (p ${p})`;
}

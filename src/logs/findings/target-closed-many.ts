// One target closing many connections at once: a deploy, a crash, or the end of its deregistration delay.
import { many, percent } from '../../common/numbers.ts';
import { wordMinute } from '../report/quantities.ts';
import type { Finding } from '../report/types.ts';
import type { AccessResult, TargetMinuteRow, TargetRow } from '../types.ts';
import { closedOfBefore, coveredMinutes, evidence, inAccess } from './finding.ts';

/** Closed in a minute. */
const LEAST = 20;
/** More than the target usually closes in a minute. A day's peak is below that. */
const TIMES_USUAL = 10;

/** Of the logs, so that there is something usual; also that nothing came from a target before it is called gone. */
const LEAST_MINUTES = 5;

interface Burst extends TargetMinuteRow {
  readonly usual: number;
  /** Of what closed in that minute. */
  readonly share: number;
  /** Nothing of this target was closed later, though the logs go on. */
  readonly isLast: boolean;
}

export const targetClosedMany = inAccess((access, _, result) => {
  const bursts = burstsOf(access, coveredMinutes(result));
  const times = new Map<number, number>();
  for (const { minute } of bursts) times.set(minute, (times.get(minute) ?? 0) + 1);
  const alone = bursts.filter(({ minute }) => times.get(minute) === 1);
  const together = bursts.filter(({ minute }) => times.get(minute) !== 1);
  return [
    ...(alone.length > 0 ? [oneTarget(alone)] : []),
    ...(together.length > 0 ? [atOnce(together)] : []),
  ];
});

function burstsOf(access: AccessResult, { from, to }: ReturnType<typeof coveredMinutes>): Burst[] {
  if (to - from < LEAST_MINUTES) return [];
  const { targets, targetMinutes, minutes, total } = access;
  const byTarget = new Map<string, TargetRow>();
  for (const row of targets.rows) byTarget.set(row.target, row);
  const indexOf = new Map(Array.from(minutes.minute, (minute, index) => [minute, index]));
  return targetMinutes.rows
    .filter(({ target, closed }) => target !== '-' && closed >= LEAST)
    .flatMap((row): Burst[] => {
      const target = byTarget.get(row.target);
      if (!target) return [];
      const lastMinute = Math.floor(target.lastClosed / 60e6);
      const firstMinute = Math.max(from, Math.floor((target.firstOpened ?? 0) / 60e6));
      const usual = Math.max(0, target.connections - row.closed) / Math.max(1, lastMinute - firstMinute);
      if (row.closed < usual * TIMES_USUAL) return [];
      const index = indexOf.get(row.minute);
      // Opened and closed within the minute, as probes are: nothing happened to the target.
      if (index !== undefined && closedOfBefore(access, index) < LEAST) return [];
      const all = index === undefined ? total.connections : (minutes.closed[index] ?? 0);
      const isLast = lastMinute <= row.minute && to - row.minute >= LEAST_MINUTES;
      return [{ ...row, usual, share: row.closed / Math.max(all, row.closed), isLast }];
    })
    .toSorted((left, right) => right.closed - left.closed || left.minute - right.minute);
}

const word = ({ target, minute, closed, usual, share, isLast }: Burst): string =>
  `${wordMinute(minute)}: ${target} closed ${many(closed, 'connection')}, usually ${usual < 10 ? Number(usual.toFixed(1)) : Math.round(usual)} a minute; ${percent(share)} of all that closed then${isLast ? '; none after that: it was removed, died, or has only sockets that are still open' : ''}`;

const values = (bursts: readonly Burst[]) => ({
  bursts: bursts.length,
  targets: new Set(bursts.map(({ target }) => target)).size,
  largest: bursts[0]?.closed ?? 0,
});

function oneTarget(bursts: readonly Burst[]): Finding {
  const { targets } = values(bursts);
  return {
    code: 'target-closed-many',
    severity: 'warning',
    what:
      targets === 1
        ? 'One target closed many connections at once, as in a deploy or a crash.'
        : `${targets} targets closed many connections at once, each in a minute of its own, as in a rolling deploy or crashes.`,
    evidence: evidence(bursts, word),
    remedy:
      'If it was a deploy: on SIGTERM close sockets a few at a time with code 1001 within the deregistration delay, and let clients wait a random time before they come back. If not, look for a crash in the logs of the target at that minute.',
    values: values(bursts),
  };
}

const atOnce = (bursts: readonly Burst[]): Finding => ({
  code: 'targets-closed-together',
  severity: 'warning',
  what: 'Several targets closed many connections in the same minute.',
  evidence: evidence(bursts, word),
  remedy:
    'Targets that close together share a cause: a deploy of all of them at once, something that all depend on, a node of the load balancer, or the network of the clients. Deploy a few at a time.',
  values: values(bursts),
});

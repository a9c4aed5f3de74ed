// Measured values next to computed ones.
import { columns } from '../../src/common/columns.ts';
import { randomDraws } from '../../src/rollout/draws.ts';
import { simulate } from '../../src/rollout/simulate.ts';
import type { Outcome, Plan, RolloutSettings, Workload } from '../../src/rollout/types.ts';

export interface Measured {
  /** Sockets that ended without a close frame, and with 1001. */
  readonly cut: number;
  readonly goingAway: number;
  /** Clients that tried again in the busiest second. */
  readonly peak: number;
  /** Sockets that are open again, and the median time from the attempt until then. */
  readonly back: number;
  readonly openMs: number;
  /** Messages without an echo when their socket ended. */
  readonly lostMessages: number;
  /** Attempts that failed. */
  readonly failed: number;
  /** From the first change to the end of the last socket. */
  readonly seconds: number;
  readonly delay: number;
}

export interface Row {
  readonly what: string;
  readonly sockets: number;
  readonly expected: Outcome;
  readonly measured: Measured;
  /** In standard errors. */
  readonly deviations: { readonly cut: number; readonly goingAway: number };
  readonly peaks: { readonly least: number; readonly most: number };
}

const RUNS = 500;

export function compared(
  what: string,
  expected: Outcome,
  plan: Plan,
  { workload, settings }: { readonly workload: Workload; readonly settings: RolloutSettings },
  measured: Measured,
): Row {
  const peaks = Array.from({ length: RUNS }, (_, seed) => {
    const { reconnects } = simulate(workload, settings, plan, {
      draws: randomDraws(seed + 1),
      follow: workload.sockets,
      independent: false,
    });
    return reconnects.reduce((most, count) => Math.max(most, count), 0);
  });
  return {
    what,
    sockets: workload.sockets,
    expected,
    measured,
    deviations: {
      cut: deviation(measured.cut, expected.cut, workload),
      goingAway: deviation(measured.goingAway, expected.goingAway, workload),
    },
    peaks: { least: Math.min(...peaks), most: Math.max(...peaks) },
  };
}

/** Seconds between the counting of the sockets and the first change that affects them. */
const UNCOUNTED_SECONDS = 0.25;

/**
 * Each socket ends independently: the variance is that of a binomial distribution, plus that of sockets that come and go
 * before it begins.
 */
function deviation(count: number, expected: number, { sockets, life }: Workload): number {
  if (expected === 0) return count;
  const share = expected / sockets;
  const mean = life.kind === 'exponential' ? life.mean : Infinity;
  const variance = sockets * share * (1 - share) + (2 * sockets * UNCOUNTED_SECONDS) / mean;
  return Math.abs(count - expected) / Math.sqrt(variance);
}

export const report = (rows: readonly Row[]): string =>
  columns(
    [
      [
        '',
        'sockets',
        'cut',
        'computed',
        '1001',
        'computed',
        's.e.',
        'peak',
        'computed',
        'at most',
        'simulated',
        'median to open',
        'messages lost',
        'attempts failed',
      ],
      ...rows.map(({ what, sockets, expected, measured, deviations, peaks }) => [
        what,
        String(sockets),
        String(measured.cut),
        expected.cut.toFixed(0),
        String(measured.goingAway),
        expected.goingAway.toFixed(0),
        Math.max(deviations.cut, deviations.goingAway).toFixed(1),
        String(measured.peak),
        expected.peakReconnects.toFixed(0),
        String(expected.peakAtMost),
        `${peaks.least}–${peaks.most}`,
        `${Math.round(measured.openMs)} ms`,
        String(measured.lostMessages),
        String(measured.failed),
      ]),
    ],
    [0],
  ).join('\n');

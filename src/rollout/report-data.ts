// The report for programs: version 1 may gain keys, but never loses or changes any. Times are in seconds.
import type { RolloutReport } from './report.ts';
import type { Outcome } from './types.ts';

/** More decimals would be noise. */
const rounded = (value: number): number => Number(value.toFixed(2));

const outcomeData = (outcome: Outcome): object => ({
  ...outcome,
  cutAtOnce: rounded(outcome.cutAtOnce),
  cut: rounded(outcome.cut),
  goingAway: rounded(outcome.goingAway),
  peakReconnects: rounded(outcome.peakReconnects),
  seconds: rounded(outcome.seconds),
});

export function reportJson(report: RolloutReport): string {
  const { workload, meanLife, ordinary, settings, outcome, variants, others, advice, notes } = report;
  const { life } = workload;
  const data = {
    version: 1,
    workload: {
      sockets: workload.sockets,
      life: { kind: life.kind, meanSeconds: rounded(meanLife) },
      newPerSecond: rounded(ordinary),
    },
    settings,
    outcome: outcomeData(outcome),
    variants: variants.map((variant) => ({ ...variant, outcome: outcomeData(variant.outcome) })),
    others: others.map(outcomeData),
    advice: advice.map((each) => ({ ...each, before: rounded(each.before), after: rounded(each.after) })),
    notes,
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

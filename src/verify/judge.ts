// Turns observations into findings.
import type { Config } from '../config/schema/index.ts';
import { SEVERITIES } from '../common/severity.ts';
import type { VerifyFinding } from './judgement.ts';
import { JUDGEMENTS } from './judgements/index.ts';
import { untested, type Untested } from './untested.ts';
import type { Observations } from './observations.ts';
import type { Kept } from './promise.ts';
import { promisesOf } from './promises.ts';

export interface Report {
  readonly observed: Observations;
  /** Most severe first. */
  readonly findings: readonly VerifyFinding[];
  /** Empty without -c. */
  readonly promises: readonly Kept[];
  readonly untested: readonly Untested[];
}

export function judge(observed: Observations, config: Config | undefined): Report {
  const findings = JUDGEMENTS.flatMap((judgement) => {
    const { code, severity, title } = judgement;
    return judgement.judge(observed, config).map((violation) => ({ code, severity, title, ...violation }));
  }).toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return {
    observed,
    findings,
    promises: config ? promisesOf(config, observed) : [],
    untested: untested(observed),
  };
}

/** No errors, no warnings and no unmet promises. Promises that were not seen do not count. */
export const isFine = ({ findings, promises }: Report): boolean =>
  findings.every(({ severity }) => severity === 'info') &&
  promises.every(({ verdict }) => verdict !== 'not met');

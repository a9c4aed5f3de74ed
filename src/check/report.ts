// The basis of every output format: the results of several files.
import type { CheckFinding, CheckResult } from './check.ts';

export interface FileReport {
  readonly file: string;
  readonly result: CheckResult;
  /** Findings accepted by the project's config or baseline; the result does not contain them. */
  readonly setAside?: readonly SetAside[];
  /** A baseline was used, so findings that are not set aside are new. */
  readonly hasBaseline?: true;
}

/** A finding that does not count, and why. */
export interface SetAside {
  readonly finding: CheckFinding;
  readonly how: 'ignore' | 'baseline';
  /** The file that accepts it. */
  readonly by: string;
  readonly reason: string;
}

export const findingsOf = ({ result }: FileReport): readonly CheckFinding[] =>
  result.ok ? result.findings : [];

/**
 * What a finding is about, the same in every run: the resource, plus the argument in notations other than
 * CloudFormation.
 */
export const identityOf = ({ logicalId, argument }: CheckFinding): string =>
  argument === undefined ? logicalId : `${logicalId} ${argument}`;

/** The same for display: a CDK construct is shown by its path. */
export const subjectOf = (finding: CheckFinding): string =>
  finding.construct === undefined ? identityOf(finding) : `${finding.construct} (${identityOf(finding)})`;

/** 0 without findings, 1 with findings, 2 if a file could not be read. */
export function exitCodeOf(reports: readonly FileReport[], strict: boolean): 0 | 1 | 2 {
  if (reports.some(({ result }) => !result.ok)) return 2;
  const counts = reports.flatMap(findingsOf).filter(({ severity }) => strict || severity !== 'info');
  return counts.length > 0 ? 1 : 0;
}

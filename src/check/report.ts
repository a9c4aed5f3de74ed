// What every format is made from: the results of several files.
import type { CheckFinding, CheckResult } from './check.ts';

export interface FileReport {
  readonly file: string;
  readonly result: CheckResult;
  /** Findings that the project's config or baseline leaves out; they are not among those of the result. */
  readonly setAside?: readonly SetAside[];
  /** A baseline was asked for: what is not set aside is new. */
  readonly hasBaseline?: true;
}

/** A finding that does not count, and why. */
export interface SetAside {
  readonly finding: CheckFinding;
  readonly how: 'ignore' | 'baseline';
  /** The file that says so. */
  readonly by: string;
  readonly reason: string;
}

export const findingsOf = ({ result }: FileReport): readonly CheckFinding[] =>
  result.ok ? result.findings : [];

/** What a finding is about, the same in every run: the resource, and in other notations than CloudFormation its argument. */
export const identityOf = ({ logicalId, argument }: CheckFinding): string =>
  argument === undefined ? logicalId : `${logicalId} ${argument}`;

/** The same for a reader, who knows a construct of CDK by its path. */
export const subjectOf = (finding: CheckFinding): string =>
  finding.construct === undefined ? identityOf(finding) : `${finding.construct} (${identityOf(finding)})`;

/** 0 nothing found, 1 findings, 2 a file that could not be read. */
export function exitCodeOf(reports: readonly FileReport[], strict: boolean): 0 | 1 | 2 {
  if (reports.some(({ result }) => !result.ok)) return 2;
  const counts = reports.flatMap(findingsOf).filter(({ severity }) => strict || severity !== 'info');
  return counts.length > 0 ? 1 : 0;
}

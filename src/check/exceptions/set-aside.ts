// Removes from reports what the project's config and baseline accept, and collects notes about these two files.
import { SEVERITIES } from '../../common/severity.ts';
import type { CheckFinding } from '../check.ts';
import type { FileReport, SetAside } from '../report.ts';
import { fingerprint, identify, type Baseline, type KnownFinding } from './baseline.ts';
import type { CheckConfig, IgnoreEntry } from './check-config.ts';
import { matchesGlob, matchesName } from './glob.ts';

/** Maps a file to its path relative to the folder of the config or baseline: with slashes; `stdin` stays `stdin`. */
export type PathOf = (file: string) => string;

export interface Applied {
  readonly reports: readonly FileReport[];
  /** Notes about the config or baseline itself. */
  readonly notes: readonly string[];
}

/**
 * Applies the config's severities to findings, and sets aside those that it ignores.
 *
 * @param today - `2026-11-26`, in UTC: an ignore entry applies up to and including its `until`.
 */
export function applyConfig(
  reports: readonly FileReport[],
  config: CheckConfig,
  today: string,
  pathOf: PathOf,
): Applied {
  const expired = new Map<IgnoreEntry, number>();
  const changed = reports.map((report) => {
    const path = pathOf(report.file);
    return setAside(report, (finding) => {
      const valid = ignoreOf(finding, path, config, today);
      if (valid) return { by: config.file, how: 'ignore', reason: valid.reason };
      for (const entry of config.ignore.filter((one) => isMeant(one, finding, path)))
        expired.set(entry, (expired.get(entry) ?? 0) + 1);
      return undefined;
    });
  });
  const notes = config.ignore
    .filter(({ until }) => until !== undefined && until < today)
    .map((entry) => {
      const found = expired.get(entry) ?? 0;
      const what = `${config.file}:${entry.line}: the ignore of ${entry.code} ended on ${entry.until ?? ''}`;
      return found === 0
        ? `${what}, and no finding is covered by it: remove it.`
        : `${what}: the findings that it covered count again (${found} in this run).`;
    });
  return { reports: changed.map((report) => weighed(report, config)), notes };
}

/** The config's ignore entry that applies to a finding on a given day. */
export const ignoreOf = (
  finding: CheckFinding,
  path: string,
  config: CheckConfig,
  today: string,
): IgnoreEntry | undefined =>
  config.ignore.find(
    (entry) => (entry.until === undefined || today <= entry.until) && isMeant(entry, finding, path),
  );

const isMeant = ({ code, files, resource }: IgnoreEntry, finding: CheckFinding, path: string): boolean =>
  code === finding.code &&
  (files === undefined || files.some((glob) => matchesGlob(glob, path))) &&
  (resource === undefined || matchesName(resource, finding.logicalId));

function weighed(report: FileReport, { severities }: CheckConfig): FileReport {
  const { result } = report;
  if (!result.ok || severities.size === 0) return report;
  const findings = result.findings
    .map((finding) => ({ ...finding, severity: severities.get(finding.code) ?? finding.severity }))
    .toSorted((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
  return { ...report, result: { ...result, findings } };
}

/**
 * Sets aside the findings that a baseline contains, as many of each as it contains, and lists entries that are gone.
 *
 * @param wasJudged - whether an entry could have been found in this run: its file was judged or no longer exists, and
 * its rule was not skipped.
 */
export function applyBaseline(
  reports: readonly FileReport[],
  baseline: Baseline,
  pathOf: PathOf,
  wasJudged: (entry: KnownFinding) => boolean,
): Applied {
  const known = new KnownFindings(baseline);
  const changed = reports.map((report) => {
    const path = pathOf(report.file);
    return setAside({ ...report, hasBaseline: true }, (finding) =>
      known.take(finding, path)
        ? { by: baseline.name, how: 'baseline', reason: 'known when the baseline was written' }
        : undefined,
    );
  });
  const unique = new Map(baseline.findings.map((entry) => [fingerprint(entry), entry]));
  const gone = [...unique].flatMap(([key, entry]) => {
    const missing = known.left(key);
    if (missing === 0 || !wasJudged(entry)) return [];
    const { file, code, resource, argument } = entry;
    const subject = argument === undefined ? resource : `${resource} ${argument}`;
    return [`${file}  ${code}  ${subject}${missing === 1 ? '' : ` (${missing} times)`}`];
  });
  return {
    reports: changed,
    notes: gone.map(
      (what) => `${baseline.name}: no longer found, so remove it with --write-baseline: ${what}`,
    ),
  };
}

/** Counts how many findings of each kind a baseline still accepts. */
export class KnownFindings {
  readonly #left = new Map<string, number>();

  constructor({ findings }: Baseline) {
    for (const entry of findings) {
      const key = fingerprint(entry);
      this.#left.set(key, this.left(key) + (entry.count ?? 1));
    }
  }

  left(key: string): number {
    return this.#left.get(key) ?? 0;
  }

  /** Whether it accepts one more finding like this one; if so, that one is used up. */
  take(finding: CheckFinding, path: string): boolean {
    const key = fingerprint(identify(finding, path));
    const left = this.left(key);
    if (left > 0) this.#left.set(key, left - 1);
    return left > 0;
  }
}

function setAside(
  report: FileReport,
  why: (finding: CheckFinding) => Omit<SetAside, 'finding'> | undefined,
): FileReport {
  const { result } = report;
  if (!result.ok) return report;
  const findings: CheckFinding[] = [];
  const aside: SetAside[] = [...(report.setAside ?? [])];
  for (const finding of result.findings) {
    const reason = why(finding);
    if (reason) aside.push({ finding, ...reason });
    else findings.push(finding);
  }
  return { ...report, setAside: aside, result: { ...result, findings } };
}

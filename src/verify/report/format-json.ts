import { isFine, type Report } from '../judge.ts';

/** The whole report for programs. Times are ISO 8601, durations in milliseconds. */
export function formatJson(report: Report): string {
  const { observed, findings, promises, untested } = report;
  const { endpoint, at, isInterrupted, ...seen } = observed;
  const data = {
    url: endpoint.url,
    at: at.toISOString(),
    fine: isFine(report),
    interrupted: isInterrupted,
    findings: findings.map(({ evidence, ...finding }) => ({
      ...finding,
      evidence: evidence.map(([name, value]) => ({ name, value })),
    })),
    promises,
    untested,
    observed: seen,
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

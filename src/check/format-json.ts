import { ruleOf, wordCheckFinding } from './check.ts';
import type { FileReport } from './report.ts';

/** For a program: every file with its findings, as data and in words. */
export function formatJson(reports: readonly FileReport[]): string {
  const files = reports.map(({ file, result }) =>
    result.ok
      ? {
          file,
          loadBalancers: result.loadBalancers,
          findings: result.findings.map((finding) => {
            const { code, severity, line, logicalId, args } = finding;
            const { source, why } = ruleOf(code);
            return { code, severity, line, logicalId, args, ...wordCheckFinding(finding), why, source };
          }),
        }
      : { file, error: { line: result.line, reason: result.reason } },
  );
  return `${JSON.stringify({ files }, undefined, 2)}\n`;
}

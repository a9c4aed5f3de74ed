import { basisOf } from '../alb/finding.ts';
import { ruleOf, wordCheckFinding } from './check.ts';
import type { FileReport } from './report.ts';

/** For a program: every file with its findings, as data and in words, and what was left out. */
export function formatJson(reports: readonly FileReport[]): string {
  const files = reports.map(({ file, result }) =>
    result.ok
      ? {
          file,
          loadBalancers: result.loadBalancers,
          findings: result.findings.map((finding) => {
            const { code, severity, line, logicalId, condition, args } = finding;
            const rule = ruleOf(code);
            const { source, why } = rule;
            const words = wordCheckFinding(finding);
            return {
              code,
              severity,
              line,
              logicalId,
              condition,
              args,
              ...words,
              why,
              basis: basisOf(rule),
              source,
            };
          }),
          leftOut: result.leftOut,
        }
      : { file, error: { line: result.line, reason: result.reason } },
  );
  return `${JSON.stringify({ files }, undefined, 2)}\n`;
}

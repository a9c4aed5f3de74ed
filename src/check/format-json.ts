import { basisOf } from '../alb/finding.ts';
import { ruleOf, whyOf, wordCheckFinding } from './check.ts';
import type { FileReport } from './report.ts';

/** JSON output: every file with its findings, as data and as text, and what was left out. */
export function formatJson(reports: readonly FileReport[], notes: readonly string[] = []): string {
  const files = reports.map(({ file, result, setAside }) =>
    result.ok
      ? {
          file,
          notation: result.notation?.name ?? 'cloudformation',
          loadBalancers: result.loadBalancers,
          findings: result.findings.map((finding) => {
            const { code, severity, line, logicalId, construct, argument, note, condition, args } = finding;
            const rule = ruleOf(code);
            const { source } = rule;
            const words = wordCheckFinding(finding, result.notation);
            return {
              code,
              severity,
              file: finding.file,
              line: line > 0 ? line : undefined,
              logicalId,
              construct,
              argument,
              note,
              condition,
              args,
              ...words,
              why: whyOf(finding, result.notation),
              basis: basisOf(rule),
              source,
            };
          }),
          leftOut: result.leftOut,
          setAside: setAside?.map(({ finding, how, by, reason }) => ({
            code: finding.code,
            severity: finding.severity,
            line: finding.line > 0 ? finding.line : undefined,
            logicalId: finding.logicalId,
            argument: finding.argument,
            how,
            by,
            reason,
          })),
        }
      : { file, error: { line: result.line, reason: result.reason } },
  );
  return `${JSON.stringify({ files, notes: notes.length === 0 ? undefined : notes }, undefined, 2)}\n`;
}

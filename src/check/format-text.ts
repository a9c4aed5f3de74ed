import { many } from '../common/numbers.ts';
import { printable } from '../common/printable.ts';
import { countSeverities, plain, type Paint } from '../common/severity.ts';
import { ruleOf, wordCheckFinding, type CheckFinding } from './check.ts';
import type { FileReport } from './report.ts';

/** For a person: file by file, each finding with what was found, why it matters, what to do, and the source. */
export function formatText(reports: readonly FileReport[], paint: Paint = plain): string {
  return reports.map((report) => `${blocks(report, paint).join('\n\n')}\n`).join('\n');
}

function blocks({ file, result }: FileReport, paint: Paint): string[] {
  if (!result.ok)
    return [`${file}:${result.line}  ${paint('error', 'unreadable')}\n  ${printable(result.reason)}`];
  const count =
    result.loadBalancers === 0
      ? 'no Application Load Balancer'
      : many(result.loadBalancers, 'Application Load Balancer');
  return [
    ...result.findings.map((finding) => block(file, finding, paint)),
    `${file}: ${count}; ${countSeverities(result.findings) || 'nothing found'}.${
      result.loops > 0 ? ` ${many(result.loops, 'Fn::ForEach loop')} not looked into.` : ''
    }`,
  ];
}

function block(file: string, finding: CheckFinding, paint: Paint): string {
  const { what, allowed, remedy } = wordCheckFinding(finding);
  const { why, source } = ruleOf(finding.code);
  const { line, severity, code, logicalId } = finding;
  return [
    `${file}:${line}  ${paint(severity, severity)}  ${code}  ${printable(logicalId)}`,
    `  ${printable(what)}`,
    `  why:     ${why}`,
    ...(allowed === undefined ? [] : [`  allowed: ${printable(allowed)}`]),
    `  remedy:  ${printable(remedy)}`,
    `  source:  ${source}`,
  ].join('\n');
}

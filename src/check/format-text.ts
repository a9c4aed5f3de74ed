import { ruleOf, wordCheckFinding, type CheckFinding } from './check.ts';
import { findingsOf, type FileReport } from './report.ts';
import type { CheckSeverity } from './rule.ts';

/** Draws a severity, on a terminal in its colour. */
export type Paint = (severity: CheckSeverity, text: string) => string;

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** For a person: file by file, each finding with what was found, why it matters, what to do, and the source. */
export function formatText(reports: readonly FileReport[], paint: Paint = (_severity, text) => text): string {
  return reports.map((report) => `${blocks(report, paint).join('\n\n')}\n`).join('\n');
}

function blocks({ file, result }: FileReport, paint: Paint): string[] {
  if (!result.ok) return [`${file}:${result.line}  ${paint('error', 'unreadable')}\n  ${result.reason}`];
  const count =
    result.loadBalancers === 0
      ? 'no Application Load Balancer'
      : plural(result.loadBalancers, 'Application Load Balancer');
  const found = SEVERITIES.flatMap((severity) => {
    const number = findingsOf({ file, result }).filter((one) => one.severity === severity).length;
    return number === 0 ? [] : [severity === 'info' ? `${number} info` : plural(number, severity)];
  });
  return [
    ...result.findings.map((finding) => block(file, finding, paint)),
    `${file}: ${count}; ${found.length === 0 ? 'nothing found' : found.join(', ')}.${
      result.loops > 0 ? ` ${plural(result.loops, 'Fn::ForEach loop')} not looked into.` : ''
    }`,
  ];
}

function block(file: string, finding: CheckFinding, paint: Paint): string {
  const { what, allowed, remedy } = wordCheckFinding(finding);
  const { why, source } = ruleOf(finding.code);
  const { line, severity, code, logicalId } = finding;
  return [
    `${file}:${line}  ${paint(severity, severity)}  ${code}  ${logicalId}`,
    `  ${what}`,
    `  why:     ${why}`,
    ...(allowed === undefined ? [] : [`  allowed: ${allowed}`]),
    `  remedy:  ${remedy}`,
    `  source:  ${source}`,
  ].join('\n');
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

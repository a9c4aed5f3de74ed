import type { DoctorSeverity } from './diagnosis.ts';
import type { DoctorFinding, Part, Report } from './diagnose.ts';
import type { Missing } from './observations.ts';
import { quote } from './shell.ts';

/** Draws a severity, on a terminal in its colour. */
export type Paint = (severity: DoctorSeverity, text: string) => string;

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** For a person: load balancer by load balancer, each finding with evidence, causes and commands. */
export function formatText(report: Report, paint: Paint = (_severity, text) => text): string {
  const blocks = [
    ...report.parts.flatMap(({ findings }) => findings.map((finding) => block(finding, paint))),
    ...(report.missing.length === 0 ? [] : [missingBlock(report.missing)]),
    ...report.parts.map((part) => summary(part, report)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Names and reasons come from AWS: a control character in one of them is not for the terminal. */
const clean = (text: string | number): string =>
  // eslint-disable-next-line no-control-regex
  String(text).replace(/[\u0000-\u001f\u007f-\u009f]/g, '\uFFFD');

function block(finding: DoctorFinding, paint: Paint): string {
  const { severity, code, subject, what, evidence, causes, steps, source } = finding;
  const width = Math.min(40, Math.max(0, ...evidence.map(([name]) => name.length)));
  return [
    `${paint(severity, severity)}  ${code}  ${clean(subject)}`,
    `  ${clean(what)}`,
    ...(evidence.length === 0 ? [] : ['  seen:']),
    ...evidence.map(([name, value]) => `    ${clean(name).padEnd(width)}  ${clean(value)}`),
    ...(causes.length === 0 ? [] : ['  likely causes, most likely first:']),
    ...causes.map((cause, index) => `    ${index + 1}. ${clean(cause)}`),
    ...steps.flatMap(({ kind, words, command }) => [
      `  ${kind}: ${clean(words)}`,
      ...(command === undefined ? [] : [`    ${clean(command)}`]),
    ]),
    `  source: ${source}`,
  ].join('\n');
}

function missingBlock(missing: readonly Missing[]): string {
  return [
    'Could not look at (what depends on it was not judged):',
    ...missing.map(({ about, permission, failure, command }) => {
      const reason =
        failure.kind === 'access-denied'
          ? `needs permission ${permission}`
          : `${failure.kind}: ${failure.message}`;
      return `  ${clean(about)}: ${clean(reason)}\n    aws ${clean(shortened(command))}`;
    }),
  ].join('\n');
}

/** The queries of CloudWatch fill a page. */
const shortened = (command: readonly string[]): string =>
  command.map((argument) => quote(argument.length > 200 ? '…' : argument)).join(' ');

function summary({ name, findings }: Part, { from, to, missing }: Report): string {
  const found = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count > 1 && severity !== 'info' ? 's' : ''}`];
  });
  const state =
    found.length === 0
      ? missing.length === 0
        ? 'healthy'
        : 'nothing found in what could be seen'
      : found.join(', ');
  return `${clean(name)}: ${state}. Metrics from ${from} to ${to}.`;
}

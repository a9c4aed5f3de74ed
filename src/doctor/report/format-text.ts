import { printable } from '../../common/printable.ts';
import { countSeverities, plain, type Paint } from '../../common/severity.ts';
import type { DoctorFinding, Part, Report } from '../diagnose.ts';
import type { Missing } from '../observations/observations.ts';
import { quote } from '../../common/shell.ts';

/** For a person: load balancer by load balancer, each finding with evidence, causes and commands. */
export function formatText(report: Report, paint: Paint = plain): string {
  const blocks = [
    ...report.parts.flatMap(({ findings }) => findings.map((finding) => block(finding, paint))),
    ...(report.missing.length === 0 ? [] : [missingBlock(report.missing)]),
    ...report.parts.map((part) => summary(part, report)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function block(finding: DoctorFinding, paint: Paint): string {
  const { severity, code, subject, what, evidence, causes, steps, source } = finding;
  const width = Math.min(40, Math.max(0, ...evidence.map(([name]) => name.length)));
  return [
    `${paint(severity, severity)}  ${code}  ${printable(subject)}`,
    `  ${printable(what)}`,
    ...(evidence.length === 0 ? [] : ['  seen:']),
    ...evidence.map(([name, value]) => `    ${printable(name).padEnd(width)}  ${printable(String(value))}`),
    ...(causes.length === 0 ? [] : ['  likely causes, most likely first:']),
    ...causes.map((cause, index) => `    ${index + 1}. ${printable(cause)}`),
    ...steps.flatMap(({ kind, words, command }) => [
      `  ${kind}: ${printable(words)}`,
      ...(command === undefined ? [] : [`    ${printable(command)}`]),
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
          : failure.kind === 'left-out'
            ? failure.message
            : `${failure.kind}: ${failure.message}`;
      return `  ${printable(about)}: ${printable(reason)}\n    aws ${printable(shortened(command))}`;
    }),
  ].join('\n');
}

/** The queries of CloudWatch fill a page. */
const shortened = (command: readonly string[]): string =>
  command.map((argument) => quote(argument.length > 200 ? '…' : argument)).join(' ');

function summary({ name, findings }: Part, { from, to, missing }: Report): string {
  const nothing = missing.length === 0 ? 'healthy' : 'nothing found in what could be seen';
  const state = findings.length === 0 ? nothing : countSeverities(findings);
  return `${printable(name)}: ${state}. Metrics from ${from} to ${to}.`;
}

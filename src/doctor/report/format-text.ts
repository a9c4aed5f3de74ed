import { printable } from '../../common/printable.ts';
import { countSeverities, plain, type Paint } from '../../common/severity.ts';
import { forNumber, many } from '../../common/numbers.ts';
import type { DoctorFinding, Part, Report } from '../diagnose.ts';
import type { GroupOverview } from './overview.ts';
import type { Missing } from '../observations/observations.ts';
import { quote } from '../../common/shell.ts';

/** Text output: first a short summary of what was found, then each finding with evidence, causes and commands. */
export function formatText(report: Report, paint: Paint = plain): string {
  const blocks = [
    ...report.parts.map((part) => summary(part, report)),
    ...report.parts.flatMap((part) =>
      part.findings.map((finding) => block(finding, paint, report.parts.length > 1 ? part.name : undefined)),
    ),
    ...(report.missing.length === 0 ? [] : [missingBlock(report.missing)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** @param part the name of the load balancer if there are several. */
function block(finding: DoctorFinding, paint: Paint, part: string | undefined): string {
  const { severity, code, name: subject, what, evidence, causes, steps, source } = finding;
  const width = Math.min(40, Math.max(0, ...evidence.map(([name]) => name.length)));
  const of = part === undefined || part === subject ? '' : ` of ${printable(part)}`;
  return [
    `${paint(severity, severity)}  ${code}  ${printable(subject)}${of}`,
    `  ${printable(what)}`,
    ...(evidence.length === 0 ? [] : ['  seen:']),
    ...evidence.map(([name, value]) => `    ${printable(name).padEnd(width)}  ${printable(String(value))}`),
    ...(causes.length === 0
      ? []
      : causes.length === 1
        ? [`  likely cause: ${printable(causes[0] ?? '')}`]
        : [
            '  likely causes, most likely first:',
            ...causes.map((cause, index) => `    ${index + 1}. ${printable(cause)}`),
          ]),
    ...steps.flatMap(({ kind, words, command }) => [
      `  ${kind}: ${printable(words)}`,
      ...(command === undefined ? [] : [`    ${printable(command)}`]),
    ]),
    `  source: ${source}`,
  ].join('\n');
}

function missingBlock(missing: readonly Missing[]): string {
  return [
    'Could not read (anything that depends on it was not judged):',
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

/** CloudWatch queries can fill a page. */
const shortened = (command: readonly string[]): string =>
  command.map((argument) => quote(argument.length > 200 ? '…' : argument)).join(' ');

function summary({ name, findings, overview }: Part, { from, to, missing }: Report): string {
  const nothing = missing.length === 0 ? 'healthy' : 'nothing found in what could be read';
  const state = findings.length === 0 ? nothing : countSeverities(findings);
  const lines = [
    `${printable(name)}: ${state}. Metrics from ${from} to ${to}.`,
    ...(overview?.owner === undefined ? [] : [`  created by ${printable(overview.owner)}`]),
    ...(overview?.stackByTags === undefined
      ? []
      : [`  its tags refer to the stack ${printable(overview.stackByTags)}, which was examined as well`]),
    ...(overview?.groups ?? []).map((group) => `  ${printable(groupLine(group))}`),
    ...(missing.length === 0
      ? []
      : [
          `  ${many(missing.length, 'thing')} could not be read; the end of this report lists ${forNumber(missing.length, 'it', 'them')}.`,
        ]),
  ];
  return lines.join('\n');
}

const ROLES: Readonly<Record<GroupOverview['role'], string>> = {
  sockets: 'gets sockets',
  beside: 'gets requests but no sockets, as far as rules and names show,',
  unable: 'gets requests but no sockets,',
  unused: 'gets no requests',
};

/** If more rules lead to a group, they are not listed individually. */
const MAX_RULES = 3;

function groupLine({ name, role, rules, targets }: GroupOverview): string {
  const shown = rules.slice(0, MAX_RULES).join(', ');
  const more = rules.length > MAX_RULES ? ` and ${rules.length - MAX_RULES} more` : '';
  const from = shown === '' ? '' : ` from ${shown}${more}`;
  const healthy = targets
    ? `${targets.healthy} of ${many(targets.all, 'target')} healthy`
    : 'targets not read';
  return `${name}: ${ROLES[role]}${from}; ${healthy}`;
}

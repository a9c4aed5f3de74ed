import { columns } from '../../common/columns.ts';
import { printable } from '../../common/printable.ts';
import { countSeverities, plain, type Paint } from '../../common/severity.ts';
import type { Report } from '../judge.ts';
import type { VerifyFinding } from '../judgement.ts';
import type { Kept } from '../promise.ts';
import { facts } from './facts.ts';

/** The report for people: facts, findings with evidence and causes, promises, and what was not tested. */
export function formatText(report: Report, paint: Paint = plain): string {
  const { observed, findings, promises, untested } = report;
  const seen = facts(observed).map(([name, value]) => [name, printable(value)]);
  const blocks = [
    [printable(observed.endpoint.url), ...columns(seen, [0, 1])].join('\n'),
    ...findings.map((finding) => block(finding, paint)),
    ...(promises.length === 0 ? [] : [promiseBlock(promises, paint)]),
    ...(untested.length === 0
      ? []
      : [['not tested:', ...untested.map(({ what, why }) => `  ${printable(what)}: ${why}`)].join('\n')]),
    summary(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function block(finding: VerifyFinding, paint: Paint): string {
  const { severity, code, what, evidence, causes, remedy } = finding;
  const rows = evidence.map(([name, value]) => [printable(name), printable(String(value))]);
  return [
    `${paint(severity, severity)}  ${code}`,
    `  ${printable(what)}`,
    ...(rows.length === 0 ? [] : ['  seen:', ...columns(rows, [0, 1]).map((line) => `  ${line}`)]),
    '  likely causes, most likely first:',
    ...causes.map((cause, index) => `    ${index + 1}. ${printable(cause)}`),
    `  remedy: ${printable(remedy)}`,
  ].join('\n');
}

function promiseBlock(promises: readonly Kept[], paint: Paint): string {
  const width = Math.max(...promises.map(({ verdict }) => verdict.length));
  return [
    'promises of the config:',
    ...promises.map(
      ({ key, promise, verdict, because }) =>
        `  ${verdict === 'not met' ? paint('error', verdict.padEnd(width)) : verdict.padEnd(width)}  ${key}: ${printable(promise)} (${printable(because)})`,
    ),
  ].join('\n');
}

function summary({ findings, promises, observed }: Report): string {
  const broken = promises.filter(({ verdict }) => verdict === 'not met').length;
  const found = countSeverities(findings);
  const words = [
    found === '' ? 'nothing wrong was found in what was looked at' : found,
    ...(broken > 0 ? [`${broken} ${broken === 1 ? 'promise' : 'promises'} not met`] : []),
    ...(observed.isInterrupted ? ['interrupted'] : []),
  ];
  return `${printable(observed.endpoint.host)}: ${words.join(', ')}.`;
}

import { many } from '../common/numbers.ts';
import { printable } from '../common/printable.ts';
import { countSeverities, plain, type Paint } from '../common/severity.ts';
import { ruleOf, wordCheckFinding, type CheckFinding } from './check.ts';
import type { FileReport } from './report.ts';

/** For a person: file by file, each rule once, with its places, what was found, why it matters, what to do, and the source. */
export function formatText(reports: readonly FileReport[], paint: Paint = plain): string {
  return reports.map((report) => `${blocks(report, paint).join('\n\n')}\n`).join('\n');
}

function blocks({ file: name, result }: FileReport, paint: Paint): string[] {
  const file = printable(name);
  if (!result.ok) {
    const { line, reason, remedy } = result;
    const words =
      remedy === undefined ? printable(reason) : `${printable(reason)}\n  remedy:  ${printable(remedy)}`;
    return [`${file}:${line}  ${paint('error', 'unreadable')}\n  ${words}`];
  }
  const count =
    result.loadBalancers === 0
      ? 'no Application Load Balancer'
      : many(result.loadBalancers, 'Application Load Balancer');
  return [
    ...grouped(result.findings, ({ code, severity }) => `${severity} ${code}`).map((group) =>
      block(file, group, paint),
    ),
    `${file}: ${count}; ${countSeverities(result.findings) || 'nothing found'}.${
      result.loops > 0 ? ` ${many(result.loops, 'Fn::ForEach loop')} not looked into.` : ''
    }`,
  ];
}

/** The findings of a rule: what differs stands with its places, what does not stands below, once. */
function block(file: string, group: Group<CheckFinding>, paint: Paint): string {
  const { why, source } = ruleOf(group[0].code);
  const { allowed, remedy } = wordCheckFinding(group[0]);
  const parts = grouped(group, (finding) => JSON.stringify(wordCheckFinding(finding))).map((same) => ({
    same,
    words: wordCheckFinding(same[0]),
  }));
  const differ = {
    allowed: parts.some(({ words }) => words.allowed !== allowed),
    remedy: parts.some(({ words }) => words.remedy !== remedy),
  };
  return [
    ...parts.flatMap(({ same, words }) => [
      ...same.map((finding) => place(file, finding, paint)),
      `  ${printable(words.what)}`,
      ...(differ.allowed ? labelled('allowed', words.allowed) : []),
      ...(differ.remedy ? labelled('remedy', words.remedy) : []),
    ]),
    ...labelled('why', why),
    ...(differ.allowed ? [] : labelled('allowed', allowed)),
    ...(differ.remedy ? [] : labelled('remedy', remedy)),
    ...labelled('source', source),
  ].join('\n');
}

const place = (file: string, { line, severity, code, logicalId }: CheckFinding, paint: Paint): string =>
  `${file}:${line}  ${paint(severity, severity)}  ${code}  ${printable(logicalId)}`;

const labelled = (label: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`  ${`${label}:`.padEnd(8)} ${printable(text)}`];

type Group<Item> = readonly [Item, ...Item[]];

/** In the order of their first items. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Group<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

import { many } from '../common/numbers.ts';
import { printable } from '../common/printable.ts';
import { countSeverities, plain, type Paint } from '../common/severity.ts';
import { ruleOf, whyOf, wordCheckFinding, type CheckFinding, type LeftOut } from './check.ts';
import { wordsForSetAside } from './exceptions/words.ts';
import type { Notation } from './notation.ts';
import { subjectOf, type FileReport } from './report.ts';

/**
 * Text output: for each file a summary, then errors, warnings and info. Each rule appears once, with its places, what
 * was found, why it matters, what to do, and the source.
 */
export function formatText(
  reports: readonly FileReport[],
  paint: Paint = plain,
  notes: readonly string[] = [],
): string {
  const files = reports.map((report) => `${blocks(report, paint).join('\n\n')}\n`);
  const about = notes.length === 0 ? [] : [`${notes.map(printable).join('\n')}\n`];
  return [...files, ...about].join('\n');
}

/** Brief text output: one line per finding. */
export function formatQuiet(
  reports: readonly FileReport[],
  paint: Paint = plain,
  notes: readonly string[] = [],
): string {
  const found = reports
    .flatMap(({ file: name, result }) => {
      const file = printable(name);
      if (!result.ok)
        return [`${file}:${result.line}  ${paint('error', 'unreadable')}  ${printable(result.reason)}\n`];
      return result.findings.map(
        (finding) =>
          `${place(file, finding, paint)}  ${printable(wordCheckFinding(finding, result.notation).what)}\n`,
      );
    })
    .join('');
  return found + notes.map((note) => `${printable(note)}\n`).join('');
}

function blocks({ file: name, result, setAside = [] }: FileReport, paint: Paint): string[] {
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
  const summary = `${file}: ${count}; ${countSeverities(result.findings) || 'nothing found'}.`;
  return [
    [
      summary,
      ...leftOutWords(result.leftOut),
      ...wordsForSetAside(setAside).map((words) => `  ${printable(words)}`),
    ].join('\n'),
    ...grouped(
      result.findings,
      (finding) => `${finding.severity} ${finding.code} ${whyOf(finding, result.notation)}`,
    ).map((group) => block(file, group, result.notation, paint)),
  ];
}

/** What makes the findings incomplete; what the user asked to leave out is not listed. */
function leftOutWords(leftOut: readonly LeftOut[]): string[] {
  const includes = leftOut.filter(({ what }) => what === 'include').length;
  return [
    ...leftOut.flatMap((one) => {
      if (one.what === 'loops')
        return [`  ${many(one.count, 'Fn::ForEach loop')} not expanded: ${one.reason}.`];
      if (one.what === 'macro') return [`  May be changed by the macro ${printable(one.name)}.`];
      return [];
    }),
    ...(includes > 0
      ? [
          `  ${many(includes, 'resource')} completed by Fn::Transform or Elastic Beanstalk: settings that are missing here may be set there.`,
        ]
      : []),
  ];
}

/** The findings of a rule: text that differs is printed with each place, shared text once below. */
function block(
  file: string,
  group: Group<CheckFinding>,
  notation: Notation | undefined,
  paint: Paint,
): string {
  const rule = ruleOf(group[0].code);
  const wordsOf = (finding: CheckFinding) => wordCheckFinding(finding, notation);
  const { allowed, remedy } = wordsOf(group[0]);
  const parts = grouped(group, (finding) => JSON.stringify([wordsOf(finding), finding.note])).map((same) => ({
    same,
    words: wordsOf(same[0]),
  }));
  const differ = {
    allowed: parts.some(({ words }) => words.allowed !== allowed),
    remedy: parts.some(({ words }) => words.remedy !== remedy),
  };
  return [
    ...parts.flatMap(({ same, words }) => [
      ...places(file, same, paint),
      `  ${printable(words.what)}`,
      ...conditions(same),
      ...(same[0].note === undefined ? [] : [`  ${printable(same[0].note)}`]),
      ...(differ.allowed ? labelled('allowed', words.allowed) : []),
      ...(differ.remedy ? labelled('remedy', words.remedy) : []),
    ]),
    ...labelled('why', whyOf(group[0], notation)),
    ...(differ.allowed ? [] : labelled('allowed', allowed)),
    ...(differ.remedy ? [] : labelled('remedy', remedy)),
    ...labelled('source', rule.source),
  ].join('\n');
}

function place(file: string, finding: CheckFinding, paint: Paint): string {
  const { line, severity, code } = finding;
  const at = finding.file === undefined ? file : printable(finding.file);
  const where = line > 0 ? `${at}:${line}` : at;
  return `${where}  ${paint(severity, severity)}  ${code}  ${printable(subjectOf(finding))}`;
}

/** One line per place for the first ones; the rest as a list of lines. */
function places(file: string, same: Group<CheckFinding>, paint: Paint): string[] {
  const rest = same.slice(MAX_PLACES);
  if (rest.length < 2) return same.map((finding) => place(file, finding, paint));
  const more = rest.map((finding) => {
    const subject = printable(subjectOf(finding));
    return finding.line > 0 ? `${subject} (${finding.line})` : subject;
  });
  return [
    ...same.slice(0, MAX_PLACES).map((finding) => place(file, finding, paint)),
    `  and ${more.length} more: ${more.join(', ')}`,
  ];
}
const MAX_PLACES = 5;

/** The template conditions under which the finding applies, each once. */
function conditions(same: Group<CheckFinding>): string[] {
  const all = same.flatMap(({ condition }) => (condition ? [condition] : []));
  return grouped(all, ({ name }) => name).map(([{ name, byDefault }]) => {
    const words =
      byDefault === undefined
        ? 'which depends on the parameters'
        : `which is ${String(byDefault)} by default`;
    return `  Only under the condition ${printable(name)}, ${words}.`;
  });
}

const labelled = (label: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`  ${`${label}:`.padEnd(8)} ${printable(text)}`];

type Group<Item> = readonly [Item, ...Item[]];

/** Groups in the order of their first items. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Group<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

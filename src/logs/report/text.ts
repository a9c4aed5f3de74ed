// The report for a person.
import { count, many } from '../../common/numbers.ts';
import { plain, type Paint } from '../../common/severity.ts';
import { paragraph } from './columns.ts';
import { duration, size, span, wordTime } from './quantities.ts';
import { accessText } from './text-access.ts';
import { connectionText } from './text-connection.ts';
import type { Report } from './types.ts';

export interface TextOptions {
  /** Malformed lines with their places. */
  readonly showMalformed?: boolean;
  /** Paints the severity of a finding. */
  readonly paint?: Paint;
}

export function reportText(
  report: Report,
  { showMalformed = false, paint = plain }: TextOptions = {},
): string {
  const sections = [
    heading(report),
    ...damage(report, showMalformed),
    verdict(report, paint),
    ...(report.access ? accessText(report.access, report.source) : []),
    ...(report.connection ? connectionText(report.connection) : []),
    ...inFull(report, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Of files that were not read. */
const MOST_NAMED = 3;

const KINDS = {
  access: ['access log', 'access logs'],
  connection: ['connection log', 'connection logs'],
  'health-check': ['health check log', 'health check logs'],
  'test-file': ['test file of ELB', 'test files of ELB'],
  empty: ['empty file', 'empty files'],
  unknown: ['file that is not an ELB log', 'files that are not ELB logs'],
} as const;

function heading({ log, source, isComplete, input, access, idleTimeout }: Report): string[] {
  const rows: [string, string][] = [['read', read(source, input)]];
  if (input.lines !== null) rows.push(['lines', lines(input)]);
  if (input.skipped.length > 0) rows.push(['not read', input.skipped.map(notRead).join('; ')]);
  rows.push(['time', times(log, input)]);
  if (access) {
    rows.push(['requests', requests(access.lines)]);
    const origin = { given: '', config: ', of the config', default: ", assumed: ELB's default; give --idle-timeout or -c" }; // prettier-ignore
    rows.push(['idle timeout', `${duration(idleTimeout.seconds)}${origin[idleTimeout.origin]}`]);
  }
  const title = log === 'access' ? 'WebSockets in the access log' : 'Connections in the connection log';
  return [
    `${title}${isComplete ? '' : ': interrupted, what follows is a part'}`,
    ...rows.flatMap(([label, text]) => paragraph(`  ${label.padEnd(12)}  `, text)),
  ];
}

/** Names only of what nobody would expect there. */
function notRead({ kind, files, paths }: Report['input']['skipped'][number]): string {
  const [one, more] = KINDS[kind];
  const words = many(files, one, more);
  if (kind !== 'unknown') return words;
  const named = paths.slice(0, MOST_NAMED).join(', ');
  return `${words}: ${named}${files > MOST_NAMED ? ` and ${count(files - MOST_NAMED)} more` : ''}`;
}

function read(source: Report['source'], { files, bytes, textBytes }: Report['input']): string {
  if (source === 'athena') return 'through Athena; lines that its table cannot read are not counted';
  const packed = (textBytes ?? 0) > (bytes ?? 0) ? ` of text (${size(bytes ?? 0)} packed)` : '';
  return `${many(files ?? 0, 'file')}, ${size(textBytes ?? 0)}${packed}`;
}

function lines({ lines: all, counted, malformed, outsideTime, foreign }: Report['input']): string {
  const parts = [`${count(all ?? 0)}: ${count(counted)} counted`, `${count(malformed ?? 0)} malformed`];
  if (outsideTime) parts.push(`${count(outsideTime)} outside --since and --until`);
  if (foreign) parts.push(`${count(foreign)} of other logs`);
  return parts.join(', ');
}

function times(log: Report['log'], { firstTime, lastTime }: Report['input']): string {
  if (firstTime === null || lastTime === null) return 'no line counted';
  const seconds = (Date.parse(lastTime) - Date.parse(firstTime)) / 1000;
  return `${wordTime(firstTime)} to ${wordTime(lastTime)} UTC, ${span(seconds)}${log === 'access' ? '; of a WebSocket the time when it closed' : ''}`;
}

const requests = (types: Readonly<Record<string, number>>): string =>
  Object.entries(types)
    .filter(([, lines]) => lines > 0)
    .map(([type, lines]) => `${count(lines)} ${type}`)
    .join(', ') || 'none';

const REMARKS = {
  'gzip-truncated': 'the compressed data ends early; what could be inflated is counted',
  'gzip-corrupt': 'the compressed data is damaged; what came before is counted',
  'trailing-junk': 'bytes that are not gzip follow the last member; they are not read',
  'line-too-long': 'a line is too long; it is left out',
  'nul-bytes': 'the text holds NUL bytes; its lines are read all the same',
  'utf-16': 'the text is UTF-16, which ELB does not write; it is left out',
  'read-error': 'the system failed to read on; what was read is counted',
  crlf: 'lines end in CR LF',
} as const;

/** What could not be counted, and where. */
function damage({ input }: Report, showMalformed: boolean): string[][] {
  const damaged = input.remarks.filter(({ isDamage }) => isDamage);
  const reasons = Object.entries(input.malformedReasons).map(
    ([reason, lines]) => `${count(lines)} ${reason}`,
  );
  const rows = damaged.flatMap(({ path, code, offset, of, count: places, reason }) =>
    paragraph(
      '  ',
      `${path}: ${REMARKS[code]} (${code}, byte ${count(offset)} of the ${of}${places > 1 ? `, ${count(places)} places` : ''}${reason === null ? '' : `; ${reason}`})`,
    ),
  );
  const samples = input.malformedSamples.flatMap(({ path, line, offset, reason, text }) => [
    ...paragraph('  ', `${path}:${line} (byte ${count(offset)} of the text): ${reason}`),
    ...paragraph('    ', text),
  ]);
  const malformed = [
    `Malformed lines: ${reasons.join(', ')}${showMalformed ? '' : '; --show-malformed shows them'}`,
    ...(showMalformed ? samples : []),
  ];
  return [rows.length > 0 ? ['Damaged files', ...rows] : [], reasons.length > 0 ? malformed : []];
}

/** What was found, each in a line, before the tables: many people read no further. */
function verdict({ findings, access, connection }: Report, paint: Paint): string[] {
  const isEmpty = (access?.connections ?? connection?.connections ?? 0) === 0 && findings.length === 0;
  if (isEmpty) return [];
  if (findings.length === 0) return ['What it says', '  Nothing that hurts sockets stands out.'];
  return [
    `What it says: ${many(findings.length, 'finding')}; evidence and remedies are below the tables`,
    ...findings.flatMap(({ severity, code, what, evidence }) => {
      const label = `  ${severity.padEnd(7)}  `;
      const [first = '', ...others] = paragraph(label, `${code}: ${inShort(what, evidence)}`);
      return [first.replace(severity, paint(severity, severity)), ...others];
    }),
  ];
}

/** What comes before the reasons, of the sentence and of the first evidence. */
const inShort = (what: string, [evidence = '']: readonly string[]): string =>
  [what.split(': ')[0]?.replace(/\.$/, ''), evidence.split('; ')[0]].filter(Boolean).join('; ');

function inFull({ findings }: Report, paint: Paint): string[][] {
  if (findings.length === 0) return [];
  return [
    ['Evidence and remedies'],
    ...findings.map(({ code, severity, what, evidence, remedy }) => [
      `${paint(severity, severity)}  ${code}`,
      ...paragraph('  ', what),
      ...evidence.flatMap((line) => paragraph('    - ', line)),
      ...paragraph('  remedy: ', remedy),
    ]),
  ];
}

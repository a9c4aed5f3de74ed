// The report as text for people.
import { count, many } from '../../common/numbers.ts';
import { verdict, inFull } from './text-verdict.ts';
import { plain, type Paint } from '../../common/severity.ts';
import { newPage, type Page, type PageOptions } from './page.ts';
import { duration, size, span, wordTime } from './quantities.ts';
import { accessText } from './text-access.ts';
import { baselineText } from './text-baseline.ts';
import { connectionText } from './text-connection.ts';
import type { Report } from './types.ts';

export interface TextOptions extends PageOptions {
  /** Show malformed lines and where they are. */
  readonly showMalformed?: boolean;
  /** Paints the severity of a finding. */
  readonly paint?: Paint;
}

export function reportText(
  report: Report,
  { showMalformed = false, paint = plain, ...options }: TextOptions = {},
): string {
  const page = newPage(options);
  const sections = [
    heading(report, page),
    ...damage(report, showMalformed, page),
    ...verdict(report, paint, page),
    baselineText(report.baseline, page),
    ...(report.access ? accessText(report.access, report.source, page) : []),
    ...(report.connection ? connectionText(report.connection, page) : []),
    ...inFull(report, paint, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => page.fit(lines).join('\n'))
    .join('\n\n')}\n`;
}

/** How many files that were not read are listed by name. */
const MOST_NAMED = 3;

const KINDS = {
  access: ['access log', 'access logs'],
  connection: ['connection log', 'connection logs'],
  'health-check': ['health check log', 'health check logs'],
  'test-file': ['test file of ELB', 'test files of ELB'],
  empty: ['empty file', 'empty files'],
  unknown: ['file that is not an ELB log', 'files that are not ELB logs'],
  twin: ['file that is there as .gz too', 'files that are there as .gz too'],
} as const;

function heading({ log, source, isComplete, input, access, idleTimeout }: Report, page: Page): string[] {
  const rows: [string, string][] = [['read', read(source, input)]];
  if (input.lines !== null) rows.push(['lines', lines(input)]);
  if (input.where.length > 0)
    rows.push(['only', `${input.where.join(' and ')}: all that follows is about these lines`]);
  if (input.skipped.length > 0) rows.push(['not read', input.skipped.map(notRead).join('; ')]);
  rows.push(['time', times(log, input)]);
  if (access) {
    rows.push(['requests', requests(access.lines)]);
    const origin = {
      given: '',
      config: ', of the config',
      default: ", assumed: ELB's default; give --idle-timeout or -c",
    };
    rows.push(['idle timeout', `${duration(idleTimeout.seconds)}${origin[idleTimeout.origin]}`]);
  }
  const title = log === 'access' ? 'WebSockets in the access log' : 'Connections in the connection log';
  return [
    `${title}${isComplete ? '' : ': interrupted, what follows is a part'}`,
    ...rows.flatMap(([label, text]) => page.paragraph(`  ${label.padEnd(12)}  `, text)),
  ];
}

/** Lists only files whose kind is unexpected. */
function notRead({ kind, files, paths }: Report['input']['skipped'][number]): string {
  const [one, more] = KINDS[kind];
  const words = many(files, one, more);
  if (kind !== 'unknown' && kind !== 'twin') return words;
  const named = paths.slice(0, MOST_NAMED).join(', ');
  return `${words}: ${named}${files > MOST_NAMED ? ` and ${count(files - MOST_NAMED)} more` : ''}`;
}

const VENDED = { json: 'JSON', w3c: 'W3C', plain: 'plain', stamped: "CloudWatch's export" } as const;

function read(source: Report['source'], { files, bytes, textBytes, vended }: Report['input']): string {
  if (source === 'athena') return 'through Athena; lines that its table cannot read are not counted';
  const packed = (textBytes ?? 0) > (bytes ?? 0) ? ` of text (${size(bytes ?? 0)} packed)` : '';
  return `${many(files ?? 0, 'file')}, ${size(textBytes ?? 0)}${packed}${vended.length > 0 ? `; vended logs: ${vended.map((each) => `${count(each.files)} as ${VENDED[each.format]}`).join(', ')}` : ''}`;
}

function lines({
  lines: all,
  counted,
  malformed,
  outsideTime,
  foreign,
  otherLoadBalancer,
  notAskedFor,
}: Report['input']): string {
  const parts = [`${count(all ?? 0)}: ${count(counted)} counted`, `${count(malformed ?? 0)} malformed`];
  if (outsideTime) parts.push(`${count(outsideTime)} outside --since and --until`);
  if (otherLoadBalancer) parts.push(`${count(otherLoadBalancer)} of other load balancers`);
  if (notAskedFor) parts.push(`${count(notAskedFor)} left out by --where`);
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
  compressed: 'it is in a form that is not read here',
  'read-error': 'the system failed to read on; what was read is counted',
  crlf: 'lines end in CR LF',
} as const;

/** What could not be counted, and where it is. */
function damage({ input }: Report, showMalformed: boolean, page: Page): string[][] {
  const damaged = input.remarks.filter(({ isDamage }) => isDamage);
  const reasons = Object.entries(input.malformedReasons).map(
    ([reason, lines]) => `${count(lines)} ${reason}`,
  );
  const rows = damaged.flatMap(({ path, code, offset, of, count: places, reason }) =>
    page.paragraph(
      '  ',
      `${path}: ${REMARKS[code]} (${code}, byte ${count(offset)} of the ${of}${places > 1 ? `, ${count(places)} places` : ''}${reason === null ? '' : `; ${reason}`})`,
    ),
  );
  const samples = input.malformedSamples.flatMap(({ path, line, offset, reason, text }) => [
    ...page.paragraph('  ', `${path}:${line} (byte ${count(offset)} of the text): ${reason}`),
    ...page.paragraph('    ', text),
  ]);
  const malformed = [
    `Malformed lines: ${reasons.join(', ')}${showMalformed ? '' : '; --show-malformed shows them'}`,
    ...(showMalformed ? samples : []),
  ];
  return [rows.length > 0 ? ['Damaged files', ...rows] : [], reasons.length > 0 ? malformed : []];
}

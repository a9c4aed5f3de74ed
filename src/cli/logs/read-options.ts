// Parses the options of `logs`.
import { QuantityReader } from '../shared/quantities.ts';
import { csvTable } from '../../logs/report/csv.ts';
import { isoTime } from '../../logs/report/quantities.ts';
import { LOAD_BALANCER_ARN, readWhere } from '../../logs/where.ts';
import type { LogsOptions } from './logs-options.ts';
import { REFUSALS } from './refusals.ts';
import { parseRange, parseTime } from './times.ts';

const DEFAULT_TOP = 10;
const TOP_OF_CSV = 1000;
/** How many lines --lines shows without a number. */
const DEFAULT_LINES = 1000;
export const MOST_LINES = 100_000;
/** Maximum of idle_timeout.timeout_seconds. */
const MOST_IDLE_TIMEOUT = 4000;

/** The option parser takes whatever follows --lines for its number, often a path. */
function linesOf(text: string | undefined, read: QuantityReader): number | undefined {
  if (text === undefined || /^[+-]?[\d.]+([eE]\d+|[kKM])?$/.test(text))
    return read.number('--lines', text, { integer: true, positive: true, max: MOST_LINES });
  read.refuse({
    where: '--lines',
    what: `${JSON.stringify(text)} is not a number of lines.`,
    allowed: `a whole number from 1 to ${MOST_LINES}; without one ${DEFAULT_LINES}`,
    remedy: `If it is a path, write --lines after the paths, or with a number: --lines ${DEFAULT_LINES} PATH.`,
  });
  return undefined;
}

const spanWords = ({ since, until }: { since?: number | undefined; until?: number | undefined }): string =>
  [
    ...(since === undefined ? [] : [`from ${isoTime(since) ?? ''} on`]),
    ...(until === undefined ? [] : [`until ${isoTime(until) ?? ''}`]),
  ].join(' ');

const overlap = (
  baseline: { readonly since: number; readonly until: number },
  { since = 0, until = Infinity }: { since?: number | undefined; until?: number | undefined },
): boolean => baseline.since < until && since < baseline.until;

export type Asked = ReturnType<typeof readOptions>;

/** Parses all options, and reports all mistakes at once. */
export function readOptions(paths: readonly string[], options: LogsOptions) {
  const read = new QuantityReader();
  const now = Date.now();
  const time = (text: string) => parseTime(text, now);
  const baseline = read.other('--baseline', options.baseline, (text) => parseRange(text, now));
  const asked = {
    since: read.other('--since', options.since, time),
    until: read.other('--until', options.until, time),
    idleTimeout: read.number('--idle-timeout', options.idleTimeout, {
      integer: true,
      positive: true,
      max: MOST_IDLE_TIMEOUT,
    }),
    lines: options.lines === true ? DEFAULT_LINES : linesOf(options.lines, read),
    where:
      options.where && read.other('--where', options.where.join('\0'), () => readWhere(options.where ?? [])),
    top:
      read.number('--top', options.top, { integer: true, positive: true, max: 1000 }) ??
      (options.format === 'csv' ? TOP_OF_CSV : DEFAULT_TOP),
  };
  // By default the report covers what follows the baseline.
  if (baseline) asked.since ??= baseline.until;
  if (baseline && overlap(baseline, asked))
    read.refuse({
      where: '--baseline',
      what: `It overlaps the time of the report, ${spanWords(asked)}.`,
      remedy: 'Give other times; without --since and --until the report is about what follows the baseline.',
    });
  if (asked.since !== undefined && asked.until !== undefined && asked.since >= asked.until)
    read.refuse({
      where: '--until',
      what: 'It is not after --since: the range is empty.',
      remedy: '--until is exclusive; for one day: --since 2026-07-01 --until 2026-07-02.',
    });
  for (const { when, ...refusal } of REFUSALS) if (when(options, paths)) read.refuse(refusal);
  // Checked before anything is read, or paid for.
  if (options.format === 'csv')
    read.other('--table', options.table ?? '', () => csvTable(options.type, options.table));
  const patterns = options.path ?? [];
  for (const pattern of patterns)
    if (!/^[/*]/.test(pattern))
      read.refuse({
        where: '--path',
        what: `${JSON.stringify(pattern)} is not a path.`,
        remedy: 'A path begins with / or *, as in listener rules: /ws, /room/*.',
      });
  const loadBalancer = options.loadBalancer?.replace(LOAD_BALANCER_ARN, '');
  if (loadBalancer !== undefined && !/^[\w/-]+$/.test(loadBalancer))
    read.refuse({
      where: '--load-balancer',
      what: `${JSON.stringify(loadBalancer)} is not a load balancer.`,
      remedy: 'Give its name, its ARN, or app/name/id as in the logs.',
    });
  read.check();
  return {
    ...asked,
    baseline,
    ...(patterns.length > 0 && { paths: patterns }),
    ...(loadBalancer !== undefined && { loadBalancer }),
  };
}

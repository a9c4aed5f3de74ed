// How long sockets live, from access logs or from a report on them.
import { statSync } from 'node:fs';
import { KnownError } from '../../common/known-error.ts';
import { buildReport } from '../../logs/report/report.ts';
import type { AccessReport, Report } from '../../logs/report/types.ts';
import { cellStart } from '../../logs/scan/histogram.ts';
import type { AccessResult } from '../../logs/types.ts';
import type { DurationCell, Life } from '../../rollout/types.ts';
import { readText } from '../io/input.ts';
import { systemError } from '../io/system-error.ts';
import { startProgress } from '../logs/progress.ts';
import { refuseOtherLogs } from '../logs/refuse-other-logs.ts';
import { scanPaths } from '../logs/scan-paths.ts';

export interface LoggedLives {
  readonly life: Life;
  readonly connections: number;
  /** Some connections began before the logs. */
  readonly hasUnknown: boolean;
  /** Maximum number open at the end of a minute, counting only those that have closed since; undefined if not known. */
  readonly mostOpen: number | undefined;
}

/** About the size of a report by the minute on a whole year. */
const MOST_BYTES = 100_000_000;
const MICROS = 1e6;

/** @throws {KnownError} when there is nothing to read, or it contains no connections */
export async function livesFrom(path: string): Promise<LoggedLives> {
  if (path.startsWith('s3://'))
    throw new KnownError('Logs in S3 are not read here.', {
      where: '--from-logs',
      allowed: 'files, a folder, or the report of logs --format json',
      remedy: `First: npx websocket-alb logs ${path} --format json > report.json; then --from-logs report.json.`,
    });
  const found = path.endsWith('.json') ? fromReport(path) : await fromLogs(path);
  if (found.connections > 0) return found;
  throw new KnownError('There is no connection in the logs.', {
    where: path,
    allowed: 'access logs with lines of the types ws and wss',
    remedy: 'Name logs of a day with traffic; or give --sockets and --life.',
  });
}

async function fromLogs(path: string): Promise<LoggedLives> {
  const progress = startProgress();
  try {
    const result = await scanPaths({
      kind: 'access',
      paths: [path],
      onProgress: ({ bytesRead, totalBytes }) => progress.bytes(bytesRead, totalBytes),
    });
    refuseOtherLogs(result, [path], 'access');
    const report = buildReport(result, {
      idleTimeout: 60,
      idleTimeoutOrigin: 'default',
      stickiness: undefined,
      top: 1,
      source: 'files',
    });
    return livesOf(result.access ? cellsOf(result.access) : [], report.access);
  } finally {
    progress.end();
  }
}

/** One cell per second as far as seconds are counted, then the cells of the histogram. */
function cellsOf({ seconds, durations }: AccessResult): DurationCell[] {
  const last = seconds.length - 1;
  const cells = [...seconds.subarray(0, last)].map((count, from) => ({ from, to: from + 1, count }));
  const longer = [...durations.cells].flatMap((count, cell) => {
    const to = cellStart(cell + 1) / MICROS;
    return to <= last || count === 0 ? [] : [{ from: Math.max(last, cellStart(cell) / MICROS), to, count }];
  });
  // The first of them may include some that are shorter, so scale to the known total.
  const counted = longer.reduce((sum, { count }) => sum + count, 0);
  const scale = counted === 0 ? 0 : (seconds[last] ?? 0) / counted;
  return [...cells, ...longer.map((cell) => ({ ...cell, count: cell.count * scale }))];
}

function fromReport(path: string): LoggedLives {
  const { access } = readReport(path);
  if (!access) throw notAReport(path);
  const { histogram, durations } = access;
  const cells = histogram.map(({ fromSeconds, toSeconds, connections }) => ({
    from: fromSeconds,
    to: toSeconds ?? Math.max(durations.max ?? 0, fromSeconds + 1),
    count: connections,
  }));
  return livesOf(cells, access);
}

function livesOf(cells: readonly DurationCell[], access: AccessReport | null): LoggedLives {
  const open = (access?.minutes ?? []).map((minute) => minute.open ?? 0);
  const mostOpen = open.reduce((most, each) => Math.max(most, each), 0);
  return {
    life: { kind: 'durations', cells },
    connections: Math.round(cells.reduce((sum, { count }) => sum + count, 0)),
    hasUnknown: (access?.durations.unknown ?? 0) > 0,
    mostOpen: mostOpen > 0 ? mostOpen : undefined,
  };
}

function readReport(path: string): Report {
  let text;
  try {
    if (statSync(path).isDirectory()) throw notAReport(path);
    text = readText(path, MOST_BYTES);
  } catch (error) {
    const reason = systemError(error);
    if (reason === undefined) throw error;
    throw new KnownError(`Cannot read the report: ${reason}.`, { where: path, cause: error });
  }
  try {
    const report = JSON.parse(text) as Partial<Report> | null;
    if (report?.version === 1 && isHistogram(report.access)) return report as Report;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw notAReport(path);
}

/** Validates the parts of the report that are used: the file may come from anywhere. */
function isHistogram(access: Report['access'] | undefined): boolean {
  const rows: unknown = access?.histogram;
  return (
    Array.isArray(rows) &&
    rows.length <= 1000 &&
    Array.isArray(access?.minutes) &&
    typeof access.durations === 'object' &&
    rows.every(
      (row: Partial<AccessReport['histogram'][number]> | null, index) =>
        isCount(row?.fromSeconds) &&
        isCount(row.connections) &&
        (row.toSeconds === null
          ? index === rows.length - 1
          : isCount(row.toSeconds) && row.toSeconds > row.fromSeconds),
    )
  );
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const notAReport = (path: string): KnownError =>
  new KnownError('This is not a report about access logs.', {
    where: path,
    allowed: 'what `npx websocket-alb logs --format json` writes about access logs',
    remedy:
      'Write one: npx websocket-alb logs ./alb-logs --format json > report.json; or name the logs themselves.',
  });

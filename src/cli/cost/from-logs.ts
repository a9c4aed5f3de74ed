// `cost --from-logs`: reads the load from access logs. Loaded only for that option.
import { costOfHours } from '../../cost/from-logs.ts';
import { logsCostJson, logsCostText } from '../../cost/from-logs-report.ts';
import type { Prices } from '../../cost/prices.ts';
import type { ScanResult } from '../../logs/types.ts';
import { KnownError } from '../../common/known-error.ts';
import { writeOut, writeReport } from '../io/output.ts';
import { startProgress } from '../logs/progress.ts';
import { refuseOtherLogs } from '../logs/refuse-other-logs.ts';
import { scanPaths } from '../logs/scan-paths.ts';

/** @throws {KnownError} when the logs cannot be read or do not cover a whole hour. */
export async function costFromLogs(
  paths: readonly string[],
  prices: Prices,
  format: 'text' | 'json',
): Promise<void> {
  if (paths.some((path) => path.startsWith('s3://')))
    throw new KnownError('Logs are read from files and folders here.', {
      where: '--from-logs',
      remedy: 'Copy them first: aws s3 sync s3://bucket/prefix alb-logs.',
    });
  const cost = costOfHours(wholeHours(await scan(paths), paths), prices);
  if (!cost) throw tooShort(paths);
  if (format === 'json') writeOut(logsCostJson(cost));
  else writeReport(logsCostText(cost));
}

async function scan(paths: readonly string[]): Promise<ScanResult> {
  const progress = startProgress();
  try {
    const result = await scanPaths({
      paths,
      kind: 'access',
      pictures: true,
      onProgress: ({ bytesRead, totalBytes }) => progress.bytes(bytesRead, totalBytes),
    });
    refuseOtherLogs(result, paths, 'access');
    return result;
  } finally {
    progress.end();
  }
}

const HOUR_MICROS = 3600e6;

/** Hours the logs cover completely: partial hours would seem to have less load. */
function wholeHours({ access, firstTime, lastTime }: ScanResult, paths: readonly string[]) {
  if (!access?.pictures || firstTime === undefined || lastTime === undefined) throw tooShort(paths);
  const from = Math.ceil(firstTime / HOUR_MICROS);
  const until = Math.floor(lastTime / HOUR_MICROS);
  return access.pictures.hours.filter(({ hour }) => hour >= from && hour < until);
}

const tooShort = (paths: readonly string[]): KnownError =>
  new KnownError('There is no whole hour in these logs.', {
    where: `--from-logs ${paths.join(' ')}`,
    remedy: 'Give logs of a day at least; LCUs are billed by the hour.',
  });

import { withPresumed } from '../../logs/report/load-balancers.ts';
import { buildReport, isDamaged } from '../../logs/report/report.ts';
import type { Report, ReportSettings } from '../../logs/report/types.ts';
import type { Recognition } from '../../logs/recognition.ts';
import type { ScanResult } from '../../logs/types.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { KnownError } from '../../common/known-error.ts';
import { readApart } from './apart.ts';
import { print } from './print.ts';
import { printLines } from './print-lines.ts';
import { startProgress } from './progress.ts';
import { withObjects } from './s3-inputs.ts';
import { refuseInputAsOutput } from './refuse-output.ts';
import { refuseOtherLogs } from './refuse-other-logs.ts';
import type { LogsOptions } from './logs-options.ts';
import { readOptions, type Asked } from './read-options.ts';
import { settingOf, type Setting } from './setting.ts';
import { scanPaths } from './scan-paths.ts';
import { isTerminal, printToStderr } from '../io/output.ts';

/** Maximum number of malformed lines that --show-malformed shows. */
const SAMPLES = 100;
const EXIT_INTERRUPTED = 130;

/** `websocket-alb logs` */
export async function logs(paths: readonly string[], options: LogsOptions): Promise<void> {
  const asked = readOptions(paths, options);
  const setting = await settingOf(asked.idleTimeout, options);
  if (options.athena) return fromAthena(asked, setting, options);
  const settings: ReportSettings = {
    ...withoutBaseline(asked),
    ...setting,
    ...pathOptions(asked),
    ...(asked.where && {
      conditions: asked.where.conditions,
      isByOutcome: asked.where.isByOutcome,
    }),
    source: 'files',
  };
  const all = pathsOf(paths);
  const { baseline } = asked;
  const earlier = baseline && (await read(all, { ...asked, ...baseline }, options));
  if (earlier && !earlier.isComplete) {
    process.exitCode = exitCodeOf(false, false);
    return;
  }
  const result = await read(all, asked, options);
  if (asked.lines !== undefined) {
    const hasDamage = result.files.some(({ remarks }) => remarks.some(({ isDamage }) => isDamage));
    process.exitCode = exitCodeOf(result.isComplete, hasDamage || result.malformed > 0);
    return;
  }
  const apart = await readApart(result, all, (loadBalancer) =>
    read(all, { ...asked, loadBalancer }, options),
  );
  const known = withPresumed({ ...settings, apart });
  const report = buildReport(result, {
    ...known,
    ...(baseline && earlier && { baseline: { ...baseline, result: earlier } }),
  });
  await show(result, report, known, options);
  process.exitCode = exitCodeOf(report.isComplete, isDamaged(report));
}

const withoutBaseline = (asked: Asked) => ({ ...asked, baseline: undefined });

/** --path overrides the config's paths, and applies to any host. */
const pathOptions = ({ paths }: Asked): Recognition => (paths ? { paths, hosts: undefined } : {});

const DAY_MICROS = 86_400e6;

/** Without --since it starts yesterday, like the named queries, since Athena charges by what it reads. */
async function fromAthena(asked: Asked, setting: Setting, options: LogsOptions): Promise<void> {
  const now = Date.now();
  const since = asked.since ?? (Math.floor((now * 1000) / DAY_MICROS) - 1) * DAY_MICROS;
  if (asked.until !== undefined && asked.until <= since)
    throw new KnownError('It is before yesterday, where the time begins without --since.', {
      where: '--until',
      remedy: 'Give --since too.',
    });
  if (asked.since === undefined)
    printToStderr('No --since: from yesterday on, since Athena charges by what it reads.');
  const { stackName } = options;
  const { athena } = await import('./athena.ts');
  const result = await athena({
    ...awsOf(options),
    since,
    until: asked.until,
    now,
    ...(stackName !== undefined && { stackName }),
    output: options.output,
  });
  if (!result) return;
  const settings: ReportSettings = {
    ...withoutBaseline(asked),
    ...setting,
    ...pathOptions(asked),
    since,
    source: 'athena',
  };
  await show(result, buildReport(result, settings), settings, options);
}

async function show(
  result: ScanResult,
  report: Report,
  settings: ReportSettings,
  { format, output, ...options }: LogsOptions,
): Promise<void> {
  if (output !== undefined) refuseInputAsOutput(result.files, output);
  if (format !== 'html') return print(report, { ...options, format, output });
  const { printPage } = await import('./print-page.ts');
  return printPage(result, report, settings, output);
}

const awsOf = ({ region, profile }: AwsTarget): AwsTarget => ({
  ...(region !== undefined && { region }),
  ...(profile !== undefined && { profile }),
});

function pathsOf(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return paths;
  if (!isTerminal('stdin')) return ['-'];
  throw new KnownError('There is nothing to read.', {
    where: 'PATH',
    remedy: 'Name logs or a folder, s3://bucket/prefix, or pipe them in.',
  });
}

/** Finds objects in S3, then reads. The first SIGINT stops reading; the second ends the program. */
async function read(paths: readonly string[], asked: Asked, options: LogsOptions): Promise<ScanResult> {
  const { since, until } = asked;
  const limits = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  const progress = startProgress();
  try {
    const { cache } = options;
    const ofS3 = {
      ...awsOf(options),
      ...limits,
      ...(cache !== undefined && { cache }),
      onFiles: progress.files,
    };
    return await withObjects(paths, ofS3, async (inputs) => {
      const controller = new AbortController();
      const interrupted = () => {
        if (controller.signal.aborted) endAtOnce();
        controller.abort();
      };
      process.on('SIGINT', interrupted);
      try {
        const result = await scanPaths({
          kind: options.type,
          ...inputs,
          ...limits,
          ...(asked.loadBalancer !== undefined && { loadBalancer: asked.loadBalancer }),
          pictures: options.format === 'html',
          ...(asked.where && { where: asked.where.program }),
          ...(asked.lines !== undefined && { lines: asked.lines, onLines: printLines }),
          samples: options.showMalformed ? SAMPLES : 10,
          onProgress: ({ bytesRead, totalBytes }) => progress.bytes(bytesRead, totalBytes),
          signal: controller.signal,
        });
        refuseOtherLogs(result, paths, options.type);
        return result;
      } finally {
        process.off('SIGINT', interrupted);
      }
    });
  } finally {
    progress.end();
  }
}

/** process.exit alone would wait for a thread, which may be waiting for standard input. */
function endAtOnce(): never {
  process.emit('exit', EXIT_INTERRUPTED);
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  process.exit(EXIT_INTERRUPTED);
}

function exitCodeOf(isComplete: boolean, isAnyDamaged: boolean): number {
  if (!isComplete) {
    printToStderr('Interrupted: the report is about what was read so far.');
    return EXIT_INTERRUPTED;
  }
  if (!isAnyDamaged) return 0;
  printToStderr('Some of the input is damaged or malformed and was not counted; the report says what.');
  return 1;
}

import { LOAD_BALANCER_ATTRIBUTES } from '../../alb/load-balancer-settings.ts';
import { buildReport, isDamaged } from '../../logs/report/report.ts';
import type { Report, ReportSettings } from '../../logs/report/types.ts';
import type { Recognition } from '../../logs/recognition.ts';
import type { ScanResult } from '../../logs/types.ts';
import { recognitionOf } from './recognition.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { loadConfig } from '../shared/config.ts';
import { configFiles } from '../shared/config-options.ts';
import { KnownError } from '../../common/known-error.ts';
import { print } from './print.ts';
import { startProgress } from './progress.ts';
import { withObjects } from './s3-inputs.ts';
import { refuseOtherLogs } from './refuse-other-logs.ts';
import { scanPaths } from './scan-paths.ts';
import { parseTime } from './times.ts';
import { isTerminal, tell } from '../io/output.ts';
import { QuantityReader } from '../shared/quantities.ts';

export interface LogsOptions extends AwsTarget {
  readonly since?: string;
  readonly until?: string;
  readonly idleTimeout?: string;
  readonly config?: readonly string[];
  readonly set?: readonly string[];
  readonly path?: readonly string[];
  readonly loadBalancer?: string;
  readonly top?: string;
  readonly type: 'access' | 'connection';
  readonly showMalformed?: boolean;
  readonly format: 'text' | 'json' | 'ndjson';
  readonly cache?: string;
  readonly athena?: boolean;
  readonly stackName?: string;
}

const DEFAULT_TOP = 10;
/** ELB's default; its range is that of idle_timeout.timeout_seconds. */
const DEFAULT_IDLE_TIMEOUT = Number(LOAD_BALANCER_ATTRIBUTES['idle_timeout.timeout_seconds'].default);
const MOST_IDLE_TIMEOUT = 4000;
/** Malformed lines that --show-malformed shows. */
const SAMPLES = 100;
const EXIT_INTERRUPTED = 130;

/** `websocket-alb logs` */
export async function logs(paths: readonly string[], options: LogsOptions): Promise<void> {
  const asked = readOptions(paths, options);
  const setting = await settingOf(asked.idleTimeout, options);
  if (options.athena) return fromAthena(asked, setting, options);
  const settings: ReportSettings = { ...asked, ...setting, ...saidPaths(asked), source: 'files' };
  const result = await read(pathsOf(paths), asked, options);
  const report = buildReport(result, settings);
  print(report, options);
  process.exitCode = exitCodeOf(report);
}

/** --path says it for any host, whatever a config has. */
const saidPaths = ({ paths }: Asked): Recognition => (paths ? { paths, hosts: undefined } : {});

const DAY_MICROS = 86_400e6;

/** Without --since from yesterday on, as the named queries do: Athena charges what it reads. */
async function fromAthena(asked: Asked, setting: Setting, options: LogsOptions): Promise<void> {
  const now = Date.now();
  const since = asked.since ?? (Math.floor((now * 1000) / DAY_MICROS) - 1) * DAY_MICROS;
  if (asked.until !== undefined && asked.until <= since)
    throw new KnownError('It is before yesterday, where the time begins without --since.', {
      where: '--until',
      remedy: 'Give --since too.',
    });
  if (asked.since === undefined)
    tell('No --since: from yesterday on, since Athena charges by what it reads.');
  const { stackName } = options;
  const { athena } = await import('./athena.ts');
  const result = await athena({
    ...awsOf(options),
    since,
    until: asked.until,
    now,
    ...(stackName !== undefined && { stackName }),
  });
  if (result)
    print(
      buildReport(result, { ...asked, ...setting, ...saidPaths(asked), since, source: 'athena' }),
      options,
    );
}

const awsOf = ({ region, profile }: AwsTarget): AwsTarget => ({
  ...(region !== undefined && { region }),
  ...(profile !== undefined && { profile }),
});

type Setting = Pick<ReportSettings, 'idleTimeout' | 'idleTimeoutOrigin' | 'stickiness'> & Recognition;
type Asked = ReturnType<typeof readOptions>;

/** All options as values; all mistakes at once. */
function readOptions(paths: readonly string[], options: LogsOptions) {
  const read = new QuantityReader();
  const now = Date.now();
  const time = (text: string) => parseTime(text, now);
  const asked = {
    since: read.other('--since', options.since, time),
    until: read.other('--until', options.until, time),
    idleTimeout: read.number('--idle-timeout', options.idleTimeout, { integer: true, positive: true, max: MOST_IDLE_TIMEOUT }), // prettier-ignore
    top: read.number('--top', options.top, { integer: true, positive: true, max: 1000 }) ?? DEFAULT_TOP,
  };
  if (asked.since !== undefined && asked.until !== undefined && asked.since >= asked.until)
    read.refuse({ where: '--until', what: 'It is not after --since: the range is empty.', remedy: '--until is the end, and not counted itself; for one day: --since 2026-07-01 --until 2026-07-02.' }); // prettier-ignore
  if (options.athena && paths.length > 0)
    read.refuse({ where: '--athena', what: 'Athena reads the logs in S3 itself, and takes no paths.', remedy: 'Leave the paths out, or --athena.' }); // prettier-ignore
  if (options.stackName !== undefined && !options.athena)
    read.refuse({ where: '--stack-name', what: 'It goes with --athena.', remedy: 'Add --athena, or name the logs by their paths.' }); // prettier-ignore
  if (options.athena && options.type === 'connection')
    read.refuse({ where: '--athena', what: 'The questions are about the access log.', remedy: 'The named query "Failed TLS handshakes" of the stack reads the connection log.' }); // prettier-ignore
  if (options.config?.includes('-') && (paths.length === 0 || paths.includes('-')))
    read.refuse({ where: '--config', what: 'Standard input cannot be both the config and the logs.', remedy: 'Name a file for one of them.' }); // prettier-ignore
  if (options.cache === '')
    read.refuse({ where: '--cache', what: 'The name of the folder is empty.', remedy: 'Name a folder, or leave --cache out.' }); // prettier-ignore
  else if (options.cache !== undefined && !paths.some((path) => path.startsWith('s3://')))
    read.refuse({ where: '--cache', what: 'It keeps copies from S3, and none of the paths begins with s3://.', remedy: 'Name s3://bucket/prefix, or leave --cache out.' }); // prettier-ignore
  const patterns = options.path ?? [];
  for (const pattern of patterns)
    if (!/^[/*]/.test(pattern))
      read.refuse({
        where: '--path',
        what: `${JSON.stringify(pattern)} is not a path.`,
        remedy: 'A path begins with / or *, as in listener rules: /ws, /room/*.',
      });
  const { loadBalancer } = options;
  if (loadBalancer !== undefined && !/^[\w/-]+$/.test(loadBalancer))
    read.refuse({
      where: '--load-balancer',
      what: `${JSON.stringify(loadBalancer)} is not a load balancer.`,
      remedy: 'Give its name, or app/name/id as in the logs.',
    });
  if (loadBalancer !== undefined && options.athena)
    read.refuse({
      where: '--load-balancer',
      what: 'The tables of a stack are about one load balancer.',
      remedy: 'Leave it out.',
    });
  read.check();
  return {
    ...asked,
    ...(patterns.length > 0 && { paths: patterns }),
    ...(loadBalancer !== undefined && { loadBalancer }),
  };
}

/** The idle timeout and whether cookies are sticky: said, or from a config if there is one, or ELB's default. */
async function settingOf(given: number | undefined, { config, set }: LogsOptions): Promise<Setting> {
  const said =
    given === undefined ? undefined : ({ idleTimeout: given, idleTimeoutOrigin: 'given' } as const);
  // A config that merely lies in the folder is not needed when the timeout is said.
  const files = said === undefined ? configFiles({ ...(config && { config }) }) : (config ?? []);
  if (files.length === 0 && set === undefined)
    return { stickiness: undefined, ...(said ?? { idleTimeout: DEFAULT_IDLE_TIMEOUT, idleTimeoutOrigin: 'default' }) }; // prettier-ignore
  const { loadBalancer, target, routes } = await loadConfig({
    ...(config && { config }),
    ...(set && { set }),
  });
  return {
    ...recognitionOf(target, routes),
    stickiness: target.stickiness.type !== 'none',
    ...(said ?? { idleTimeout: loadBalancer.idleTimeout, idleTimeoutOrigin: 'config' }),
  };
}

function pathsOf(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return paths;
  if (!isTerminal('stdin')) return ['-'];
  throw new KnownError('There is nothing to read.', {
    where: 'PATH',
    remedy: 'Name logs or a folder, s3://bucket/prefix, or pipe them in.',
  });
}

/** Finds what is in S3, then reads. The first SIGINT ends reading; the second ends the program. */
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

/** Not by process.exit alone: that waits for a thread, which may wait for standard input. */
function endAtOnce(): never {
  process.emit('exit', EXIT_INTERRUPTED);
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  process.exit(EXIT_INTERRUPTED);
}

function exitCodeOf(report: Report): number {
  if (!report.isComplete) {
    tell('Interrupted: the report is about what was read so far.');
    return EXIT_INTERRUPTED;
  }
  if (!isDamaged(report)) return 0;
  tell('Some of the input is damaged or malformed and was not counted; the report says what.');
  return 1;
}

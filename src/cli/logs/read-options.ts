// The options of `logs` as values, or what is wrong with them.
import { QuantityReader } from '../shared/quantities.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { readWhere } from '../../logs/where.ts';
import { parseRange, parseTime } from './times.ts';

export interface LogsOptions extends AwsTarget {
  readonly since?: string;
  readonly until?: string;
  readonly idleTimeout?: string;
  readonly config?: readonly string[];
  readonly set?: readonly string[];
  readonly path?: readonly string[];
  readonly loadBalancer?: string;
  readonly baseline?: string;
  readonly where?: readonly string[];
  readonly lines?: string | true;
  readonly table?: string;
  readonly top?: string;
  readonly type: 'access' | 'connection';
  readonly showMalformed?: boolean;
  readonly format: 'text' | 'json' | 'ndjson' | 'csv' | 'html';
  readonly output?: string;
  readonly cache?: string;
  readonly athena?: boolean;
  readonly stackName?: string;
}

const DEFAULT_TOP = 10;
const TOP_OF_CSV = 1000;
/** Lines that --lines shows. */
const DEFAULT_LINES = 1000;
const MOST_LINES = 100_000;
/** The range of idle_timeout.timeout_seconds ends here. */
const MOST_IDLE_TIMEOUT = 4000;

interface Refusal {
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
  readonly when: (options: LogsOptions, paths: readonly string[]) => boolean;
}

/** Options that do not go together. */
const REFUSALS: readonly Refusal[] = [
  {
    where: '--athena',
    what: 'Athena reads the logs in S3 itself, and takes no paths.',
    remedy: 'Leave the paths out, or --athena.',
    when: ({ athena }, paths) => athena === true && paths.length > 0,
  },
  {
    where: '--stack-name',
    what: 'It goes with --athena.',
    remedy: 'Add --athena, or name the logs by their paths.',
    when: ({ athena, stackName }) => stackName !== undefined && athena !== true,
  },
  {
    where: '--athena',
    what: 'The questions are about the access log.',
    remedy: 'The named query "Failed TLS handshakes" of the stack reads the connection log.',
    when: ({ athena, type }) => athena === true && type === 'connection',
  },
  {
    where: '--config',
    what: 'Standard input cannot be both the config and the logs.',
    remedy: 'Name a file for one of them.',
    when: ({ config }, paths) =>
      config?.includes('-') === true && (paths.length === 0 || paths.includes('-')),
  },
  {
    where: '--output',
    what: 'The name of the file is empty.',
    remedy: 'Name a file, or leave --output out.',
    when: ({ output }) => output === '',
  },
  {
    where: '--output',
    what: 'Records are written one after the other, to standard output.',
    remedy: 'Redirect them: --format ndjson > report.ndjson.',
    when: ({ output = '-', format }) => output !== '-' && format === 'ndjson',
  },
  {
    where: '--cache',
    what: 'The name of the folder is empty.',
    remedy: 'Name a folder, or leave --cache out.',
    when: ({ cache }) => cache === '',
  },
  {
    where: '--cache',
    what: 'It keeps copies from S3, and none of the paths begins with s3://.',
    remedy: 'Name s3://bucket/prefix, or leave --cache out.',
    when: ({ cache = '' }, paths) => cache !== '' && !paths.some((path) => path.startsWith('s3://')),
  },
  {
    where: '--where',
    what: 'It is about lines of the access log that are read here.',
    remedy: 'Leave it out, or --athena and --type connection.',
    when: ({ where, athena, type }) => where !== undefined && (athena === true || type === 'connection'),
  },
  {
    where: '--baseline',
    what: 'Two times are compared of the access log that is read here.',
    remedy: 'Leave --athena, --lines and --type connection out.',
    when: ({ baseline, athena, lines, type }) =>
      baseline !== undefined && (athena === true || lines !== undefined || type === 'connection'),
  },
  {
    where: '--baseline',
    what: 'Standard input is read once, and two times take two readings.',
    remedy: 'Name files.',
    when: ({ baseline }, paths) => baseline !== undefined && (paths.length === 0 || paths.includes('-')),
  },
  {
    where: '--lines',
    what: 'Lines are shown as they are, of logs that are read here.',
    remedy: 'Leave --athena and --format out.',
    when: ({ lines, athena, format }) => lines !== undefined && (athena === true || format !== 'text'),
  },
  {
    where: '--table',
    what: 'It names the table that --format csv prints.',
    remedy: 'Add --format csv.',
    when: ({ table, format }) => table !== undefined && format !== 'csv',
  },
  {
    where: '--load-balancer',
    what: 'The tables of a stack are about one load balancer.',
    remedy: 'Leave it out.',
    when: ({ athena, loadBalancer }) => loadBalancer !== undefined && athena === true,
  },
];

const overlap = (
  baseline: { readonly since: number; readonly until: number },
  { since = 0, until = Infinity }: { since?: number | undefined; until?: number | undefined },
): boolean => baseline.since < until && since < baseline.until;

export type Asked = ReturnType<typeof readOptions>;

/** All options as values; all mistakes at once. */
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
    lines:
      options.lines === true
        ? DEFAULT_LINES
        : read.number('--lines', options.lines, { integer: true, positive: true, max: MOST_LINES }),
    where:
      options.where && read.other('--where', options.where.join('\0'), () => readWhere(options.where ?? [])),
    top:
      read.number('--top', options.top, { integer: true, positive: true, max: 1000 }) ??
      (options.format === 'csv' ? TOP_OF_CSV : DEFAULT_TOP),
  };
  // What comes after the earlier time is what is compared with it.
  if (baseline) asked.since ??= baseline.until;
  if (baseline && overlap(baseline, asked))
    read.refuse({
      where: '--baseline',
      what: 'It overlaps the time of the report.',
      remedy: 'Give --since and --until, or leave them out: the report is then about what follows it.',
    });
  if (asked.since !== undefined && asked.until !== undefined && asked.since >= asked.until)
    read.refuse({
      where: '--until',
      what: 'It is not after --since: the range is empty.',
      remedy: '--until is exclusive; for one day: --since 2026-07-01 --until 2026-07-02.',
    });
  for (const { when, ...refusal } of REFUSALS) if (when(options, paths)) read.refuse(refusal);
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
  read.check();
  return {
    ...asked,
    baseline,
    ...(patterns.length > 0 && { paths: patterns }),
    ...(loadBalancer !== undefined && { loadBalancer }),
  };
}

// Whether the logs that are on actually arrive.
import { LOG_KINDS, type LogKind } from '../../alb/log-delivery.ts';
import { accountOf, regionOf } from '../../alb/arn.ts';
import type { Call, Collecting } from '../calls/call.ts';
import { getBucketEncryption, getBucketPolicy, listLogs } from '../calls/s3.ts';
import { list, text } from '../calls/answer-fields.ts';
import type { LogBucket, LogDelivery } from '../observations/observations.ts';
import type { Observer, Observe } from './observer.ts';

type Destination = Omit<LogDelivery, 'files'>;

/** Prefixes of the file names (load-balancer-access-logs, load-balancer-connection-logs in the user guide). */
const FILES = {
  access_logs: '',
  connection_logs: 'conn_log_',
  health_check_logs: 'health_check_log_',
} as const satisfies Record<LogKind, string>;

const DAY_MS = 86_400_000;

/** The destination of each kind of log that is on. */
export const logsOf = (attributes: ReadonlyMap<string, string>): Destination[] =>
  LOG_KINDS.flatMap((kind) => {
    const bucket = attributes.get(`${kind}.s3.bucket`) ?? '';
    if (attributes.get(`${kind}.s3.enabled`) !== 'true' || bucket === '') return [];
    return [{ kind, bucket, prefix: attributes.get(`${kind}.s3.prefix`) ?? '' }];
  });

export const logBucketCalls = (logs: readonly Destination[]): Call[] =>
  [...new Set(logs.map(({ bucket }) => bucket))].flatMap((bucket) => [
    getBucketPolicy(bucket),
    getBucketEncryption(bucket),
  ]);

export function readLogBucket(name: string, calls: readonly Call[], observe: Observe): LogBucket {
  const [policy, encryption] = calls.filter(({ args }) => args.includes(name));
  return {
    name,
    policy: observe(
      policy,
      (value) => parsed(text(value, 'Policy') ?? '{}'),
      (code) => (code === 'NoSuchBucketPolicy' ? {} : undefined),
    ),
    encryption: observe(
      encryption,
      (value) =>
        text(
          list(value, 'ServerSideEncryptionConfiguration', 'Rules')[0],
          'ApplyServerSideEncryptionByDefault',
          'SSEAlgorithm',
        ) ?? 'none',
      (code) => (code === 'ServerSideEncryptionConfigurationNotFoundError' ? 'none' : undefined),
    ),
  };
}

/** Looks for files from yesterday and today. */
export function* collectLogs(
  logs: readonly Destination[],
  { arn, fullName }: { readonly arn: string; readonly fullName: string },
  now: Date,
  observer: Observer,
): Collecting<LogDelivery[]> {
  if (logs.length === 0) return [];
  const days = [now, new Date(now.getTime() - DAY_MS)].map((day) => day.toISOString().slice(0, 10));
  const calls = logs.flatMap((log) =>
    days.map((day) => listLogs(log.bucket, filesOf(log, arn, fullName, day), day)),
  );
  const answers = yield calls;
  return logs.map((log, index) => {
    const counts = days.map((_, day) => {
      const at = index * days.length + day;
      const call = calls[at];
      return call && observer.observe(call, answers[at], (value) => list(value, 'Contents').length);
    });
    const missing = counts.find((count) => count !== undefined && 'missing' in count);
    const files = counts.reduce((sum, count) => sum + (count && 'value' in count ? count.value : 0), 0);
    return { ...log, files: files === 0 && missing ? missing : { value: files } };
  });
}

/** Prefix of this load balancer's log files on a given day. */
function filesOf({ kind, prefix }: Destination, arn: string, fullName: string, day: string): string {
  const [account, region] = [accountOf(arn), regionOf(arn)];
  const folder = `AWSLogs/${account}/elasticloadbalancing/${region}/${day.replaceAll('-', '/')}/`;
  const file = `${FILES[kind]}${account}_elasticloadbalancing_${region}_${fullName.replaceAll('/', '.')}_`;
  return `${prefix === '' ? '' : `${prefix}/`}${folder}${file}`;
}

/** A policy is JSON in a string. If it is not valid JSON, it allows nothing. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return {};
  }
}

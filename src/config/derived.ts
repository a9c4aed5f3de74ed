// What follows from a config and more than one room needs.
import type { Config } from './schema/index.ts';

/** The load balancer has IPv6 addresses. */
export const isDualStack = ({ network }: Config): boolean => network.ipAddressType !== 'ipv4';

/** The ports of the listeners, lowest first. */
export function listenerPorts({ listener }: Config): number[] {
  const ports = listener.http === 'none' ? [] : [80];
  if (listener.https !== false) ports.push(listener.https.port);
  return ports.toSorted((a, b) => a - b);
}

/** The kinds of logs, with the beginning of their attributes. */
const LOG_KINDS = {
  access: 'access_logs',
  connection: 'connection_logs',
  healthCheck: 'health_check_logs',
} as const;

export interface LogDestination {
  readonly kind: keyof typeof LOG_KINDS;
  /** `access_logs.s3`: the attributes are `….enabled`, `….bucket` and `….prefix`. */
  readonly attribute: string;
  readonly prefix: string | undefined;
}

/** Every kind of log; the prefix of one that is off is undefined. */
export const logDestinations = ({ logs }: Config): LogDestination[] =>
  Object.entries(LOG_KINDS).map(([key, name]) => {
    const kind = key as keyof typeof LOG_KINDS;
    const log = logs[kind];
    return { kind, attribute: `${name}.s3`, prefix: log === false ? undefined : log.prefix };
  });

/** The prefixes of the logs that are on. */
export const logPrefixes = (config: Config): string[] =>
  logDestinations(config).flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix]));

/** Logs are on, and no existing bucket is named. */
export const createsLogBucket = (config: Config): boolean =>
  config.logs.bucket === undefined && logPrefixes(config).length > 0;

/** How many ids the parameter InstanceIds carries. */
export const registeredInstanceCount = ({ target }: Config): number =>
  target.type === 'instance' ? (target.instanceIds?.length ?? target.instanceCount ?? 2) : 0;

/** Days that the created bucket keeps logs. */
export const logRetentionDays = ({ logs }: Config): number => logs.retentionDays ?? 90;

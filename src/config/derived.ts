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

/** The prefixes of the logs that are on. */
export const logPrefixes = ({ logs }: Config): string[] =>
  logs.access === false ? [] : [logs.access.prefix];

/** Logs are on, and no existing bucket is named. */
export const createsLogBucket = (config: Config): boolean =>
  config.logs.bucket === undefined && logPrefixes(config).length > 0;

/** How many ids the parameter InstanceIds carries. */
export const registeredInstanceCount = ({ target }: Config): number =>
  target.type === 'instance' ? (target.instanceIds?.length ?? target.instanceCount ?? 2) : 0;

/** Days that the created bucket keeps logs. */
export const logRetentionDays = ({ logs }: Config): number => logs.retentionDays ?? 90;

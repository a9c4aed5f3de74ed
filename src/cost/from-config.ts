// The parts of a config that affect cost.
import { routingOf } from '../config/routing.ts';
import type { Config } from '../config/schema/index.ts';
import { taskBounds } from '../config/service.ts';
import type { FargateTasks, Setting } from './monthly.ts';
import type { Workload } from './workload.ts';

/** Whether it has public IPv4 addresses: one per zone, more while ELB has scaled it out. */
export const hasPublicIpv4 = ({ network }: Config): boolean =>
  network.scheme === 'internet-facing' && network.ipAddressType !== 'dualstack-without-public-ipv4';

/** @param alarms the number of alarms that the template creates. */
export function settingOf(
  config: Config,
  {
    alarms,
    zones,
    freeTier,
    natHour,
  }: { alarms: number; zones: number; freeTier: boolean; natHour?: number | undefined },
): Setting {
  const { https } = config.listener;
  const natGateways = config.network.create === false ? 0 : config.network.create.natGateways;
  const mutualTls = https === false ? undefined : https.mutualTls;
  return {
    mutualTls: mutualTls !== undefined,
    trustStore: mutualTls?.mode === 'verify',
    reservedLcus: config.loadBalancer.reservedCapacityUnits ?? 0,
    publicIpv4Addresses: hasPublicIpv4(config) ? zones : 0,
    fargate: fargateTasks(config),
    nat: natGateways > 0 ? { gateways: natGateways, hour: natHour } : undefined,
    alarms,
    dashboards: config.dashboard ? 1 : 0,
    freeTier,
  };
}

/** The minimum number of tasks of a service. */
function fargateTasks({ service }: Config): FargateTasks | undefined {
  if (service === false) return undefined;
  const { min, max } = taskBounds(service);
  return {
    tasks: min,
    maxTasks: max,
    socketsPerTask: service.socketsPerTask,
    vcpus: service.cpu / 1024,
    gigabytes: service.memory / 1024,
    architecture: service.architecture,
    publicAddresses: service.assignPublicIp,
  };
}

/**
 * The number of rules that a handshake is evaluated against: up to the sockets' own rule, or all if the sockets take
 * the remaining requests.
 */
function handshakeRules(config: Config): number {
  const { rules } = routingOf(config);
  const own = rules.findIndex(({ at }) => at[0] === 'target');
  return own === -1 ? rules.length : own + 1;
}

/** Requests besides the handshakes; each is evaluated against all rules at most. */
function requestsOf(config: Config, rules = routingOf(config).rules.length): Workload['requests'] {
  const perSecond = config.workload.requestsPerSecond;
  return perSecond === undefined ? undefined : { perSecond, rules };
}

/** Default share of messages that clients send. */
const USUAL_FROM_CLIENTS = 0.5;

/** The workload of a config, with overrides from elsewhere; undefined without a number of connections. */
export function workloadOf(config: Config, overrides: Partial<Workload> = {}): Workload | undefined {
  const { workload, heartbeat, listener } = config;
  const connections = overrides.connections ?? workload.connections;
  if (connections === undefined) return undefined;
  return {
    connections,
    meanConnectionSeconds: overrides.meanConnectionSeconds ?? workload.meanConnectionSeconds,
    messagesPerMinute: overrides.messagesPerMinute ?? workload.messagesPerMinute,
    bytesPerMessage: overrides.bytesPerMessage ?? workload.bytesPerMessage,
    heartbeatSeconds: overrides.heartbeatSeconds ?? heartbeat,
    fromClients: overrides.fromClients ?? USUAL_FROM_CLIENTS,
    rules: overrides.rules ?? handshakeRules(config),
    requests: overrides.requests ?? requestsOf(config, overrides.rules),
    tls: listener.https !== false,
  };
}

import { METRIC_PERIOD_SECONDS } from '../alb/metrics.ts';
import { ALARMS, type AlarmDefinition, type AlarmKey } from '../config/alarms.ts';
import { resourcePrefix } from '../config/derived.ts';
import { shiftsTraffic } from '../config/deployment.ts';
import type { Config } from '../config/schema/index.ts';
import { noHealthyTargetsPeriods } from '../config/service.ts';
import { isShared, targetGroupsOf } from '../config/target-groups.ts';

/** An alarm to create: its definition combined with the config. */
export interface Alarm extends AlarmDefinition {
  /** `HighConnectionCount` */
  readonly logicalId: string;
  /** The part of the alarm's name after the stack name: `high-connection-count`. */
  readonly nameSuffix: string;
  readonly threshold: number;
  /** Seconds. */
  readonly period: number;
  /** The route whose target group it watches; undefined for the sockets and the load balancer. */
  readonly route?: string | undefined;
  /** It watches both target groups between which ECS shifts the sockets. */
  readonly isOfBothGroups?: true;
}

/** The alarms that each route has for its own target group. */
const ROUTE_ALARMS: ReadonlySet<AlarmKey> = new Set(['unhealthyTargets', 'noHealthyTargets', 'target5xx']);

type Changes = Partial<Pick<AlarmDefinition, 'description' | 'dimensions'>>;

/** Changes to alarms on the whole load balancer when routes share it. */
const SHARED: Partial<Record<AlarmKey, Changes>> = {
  highConnectionCount: {
    description:
      'Many open connections: sockets and those of the routes together. The metric counts both sides of the load balancer.',
  },
  target5xx: {
    dimensions: 'target-group',
    description: 'Targets of the sockets answered WebSocket upgrades or HTTP requests with 5xx.',
  },
  reconnectStorm: {
    description:
      'Many connections are opened at once: sockets, as after a deploy, or requests of the routes. Both sides of the load balancer count.',
  },
};

const ofRoute = (route: string): Partial<Record<AlarmKey, Changes>> => ({
  unhealthyTargets: { description: `Targets of the route ${route} fail their health check.` },
  noHealthyTargets: { description: `No target of the route ${route} is healthy.` },
  target5xx: {
    dimensions: 'target-group',
    description: `Targets of the route ${route} answered with 5xx.`,
  },
});

/** The sum over both groups. FILL, because CloudWatch has no host counts for a group without targets. */
export const BOTH_GROUPS = {
  first: 'first',
  alternate: 'alternate',
  expression: 'FILL(first, 0) + FILL(alternate, 0)',
} as const;

/** Headroom above the expected peak before the alarm on connections fires. */
const PEAK_HEADROOM = 1.25;
/** The metric counts both sides: client to load balancer, and load balancer to target. */
const CONNECTIONS_PER_SOCKET = 2;
/**
 * A reconnect storm is this many times the ordinary turnover within a minute, and at least this share of all sockets.
 */
const STORM_FACTOR = 5;
const STORM_SHARE = 0.5;

/** The alarms that a config asks for, in template order: for the sockets, then for each route. */
export function alarmsOf(config: Config): Alarm[] {
  const definitions: readonly Definition[] = ALARMS;
  const shared = isShared(config) ? SHARED : {};
  return [
    ...definitions.flatMap((definition) =>
      alarmOf(
        { ...definition, ...patience(definition, config), ...shared[definition.key] },
        config,
        undefined,
      ),
    ),
    ...targetGroupsOf(config).flatMap(({ route }) =>
      route === undefined
        ? []
        : definitions
            .filter(({ key }) => ROUTE_ALARMS.has(key))
            .flatMap((definition) =>
              alarmOf({ ...definition, ...ofRoute(route)[definition.key] }, config, route),
            ),
    ),
  ];
}

type Definition = AlarmDefinition & { readonly key: AlarmKey };

/** A new service has no healthy targets until its first tasks have started, and this alarm rolls deployments back. */
function patience(
  { key }: Definition,
  { service }: Config,
): Partial<Pick<AlarmDefinition, 'evaluationPeriods' | 'datapointsToAlarm'>> {
  if (key !== 'noHealthyTargets' || service === false) return {};
  const periods = noHealthyTargetsPeriods(service);
  return { evaluationPeriods: periods, datapointsToAlarm: periods };
}

/** A route's alarm has the same threshold as the sockets'. */
function alarmOf(definition: Definition, config: Config, route: string | undefined): Alarm[] {
  const { alarms } = config;
  if (alarms === false) return [];
  if (definition.dimensions === 'application' && config.metrics === false) return [];
  // Without TLS there is nothing to negotiate.
  if (definition.metric === 'ClientTLSNegotiationErrorCount' && config.listener.https === false) return [];
  const setting = alarms[definition.key];
  if (setting === false) return [];
  const threshold = setting?.threshold ?? sizedThreshold(definition, config) ?? definition.threshold;
  if (threshold === undefined) return [];
  const isOfBothGroups =
    definition.dimensions === 'target-group' && route === undefined && shiftsTraffic(config);
  const id = definition.key[0]?.toUpperCase() + definition.key.slice(1);
  return [
    {
      ...definition,
      logicalId: route === undefined ? id : `${resourcePrefix(route)}${id}`,
      nameSuffix: route === undefined ? kebab(definition.key) : `${route}-${kebab(definition.key)}`,
      threshold,
      period: setting?.period ?? METRIC_PERIOD_SECONDS,
      evaluationPeriods: setting?.evaluationPeriods ?? definition.evaluationPeriods,
      datapointsToAlarm: setting?.datapointsToAlarm ?? definition.datapointsToAlarm,
      ...(route !== undefined && { route }),
      ...(isOfBothGroups && { isOfBothGroups }),
    },
  ];
}

function sizedThreshold({ metric }: AlarmDefinition, config: Config): number | undefined {
  const { connections, meanConnectionSeconds } = config.workload;
  if (connections === undefined) return undefined;
  const ofRequests = requestConnections(config);
  if (metric === 'ActiveConnectionCount')
    return Math.ceil(CONNECTIONS_PER_SOCKET * (connections * PEAK_HEADROOM + ofRequests));
  if (metric === 'NewConnectionCount') {
    const turnoverPerMinute =
      meanConnectionSeconds === undefined ? 0 : (connections * 60) / meanConnectionSeconds;
    const storm = Math.max(STORM_SHARE * connections, STORM_FACTOR * turnoverPerMinute);
    return Math.ceil(CONNECTIONS_PER_SOCKET * (storm + ofRequests));
  }
  return undefined;
}

/** The most connections that requests to routes may use within a minute: one per request. */
const requestConnections = (config: Config): number =>
  isShared(config) ? (config.workload.requestsPerSecond ?? 0) * 60 : 0;

// "highConnectionCount" -> "high-connection-count", "loadBalancer5xx" -> "load-balancer-5xx"
const kebab = (key: string): string => key.replace(/([a-z])([A-Z0-9])/g, '$1-$2').toLowerCase();

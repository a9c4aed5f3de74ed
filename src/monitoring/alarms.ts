import { METRIC_PERIOD_SECONDS } from '../alb/metrics.ts';
import { ALARMS, type AlarmDefinition, type AlarmKey } from '../config/alarms.ts';
import type { Config } from '../config/schema/index.ts';

/** An alarm as it will be created: definition and config brought together. */
export interface Alarm extends AlarmDefinition {
  /** `HighConnectionCount` */
  readonly logicalId: string;
  /** What follows the stack's name in the alarm's name: `high-connection-count`. */
  readonly nameSuffix: string;
  readonly threshold: number;
  /** Seconds. */
  readonly period: number;
}

/** Room above the expected peak before the alarm on connections fires. */
const PEAK_HEADROOM = 1.25;
/** Both sides of the load balancer are counted: client to load balancer, load balancer to target. */
const CONNECTIONS_PER_SOCKET = 2;
/** A storm is this many times the ordinary turnover, and at least half of all sockets, within a minute. */
const STORM_FACTOR = 5;
const STORM_SHARE = 0.5;

/** The alarms that a config asks for, in the order of the template. */
export function alarmsOf(config: Config): Alarm[] {
  const { alarms } = config;
  if (alarms === false) return [];
  return ALARMS.flatMap((definition: AlarmDefinition & { readonly key: AlarmKey }): Alarm[] => {
    if (definition.dimensions === 'application' && config.metrics === false) return [];
    // Without TLS there is nothing to negotiate.
    if (definition.metric === 'ClientTLSNegotiationErrorCount' && config.listener.https === false) return [];
    const setting = alarms[definition.key];
    if (setting === false) return [];
    const threshold = setting?.threshold ?? sizedThreshold(definition, config) ?? definition.threshold;
    if (threshold === undefined) return [];
    return [
      {
        ...definition,
        logicalId: definition.key[0]?.toUpperCase() + definition.key.slice(1),
        nameSuffix: kebab(definition.key),
        threshold,
        period: setting?.period ?? METRIC_PERIOD_SECONDS,
        evaluationPeriods: setting?.evaluationPeriods ?? definition.evaluationPeriods,
        datapointsToAlarm: setting?.datapointsToAlarm ?? definition.datapointsToAlarm,
      },
    ];
  });
}

function sizedThreshold({ metric }: AlarmDefinition, { workload }: Config): number | undefined {
  const { connections, meanConnectionSeconds } = workload;
  if (connections === undefined) return undefined;
  if (metric === 'ActiveConnectionCount')
    return Math.ceil(connections * CONNECTIONS_PER_SOCKET * PEAK_HEADROOM);
  if (metric === 'NewConnectionCount') {
    const turnoverPerMinute =
      meanConnectionSeconds === undefined ? 0 : (connections * 60) / meanConnectionSeconds;
    return Math.ceil(
      CONNECTIONS_PER_SOCKET * Math.max(STORM_SHARE * connections, STORM_FACTOR * turnoverPerMinute),
    );
  }
  return undefined;
}

// "highConnectionCount" -> "high-connection-count", "loadBalancer5xx" -> "load-balancer-5xx"
const kebab = (key: string): string => key.replace(/([a-z])([A-Z0-9])/g, '$1-$2').toLowerCase();

import { inferred } from '../../alb/finding.ts';
import { knownMetric } from '../../alb/metric-reading.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { cloudWatchApi, userGuide } from '../../alb/sources.ts';
import { addProperty } from '../fix/properties.ts';
import { references } from '../mentions.ts';
import type { MetricUse } from '../metric-use.ts';
import { alarmText } from '../metric-uses.ts';
import type { Model } from '../model.ts';
import { child } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';

const page = userGuide('load-balancer-cloudwatch-metrics');
const alarms = ({ metrics }: Model): readonly MetricUse[] => metrics.filter(({ by }) => by === 'alarm');
/** Each alarm once, even if it has several metrics. */
const alarmsOnce = (model: Model): readonly MetricUse[] =>
  alarms(model).filter(
    ({ resource }, index, all) => all.findIndex((one) => one.resource === resource) === index,
  );

/** Whether a metric has gaps: counts are published only when nonzero, while host counts are levels. */
const pauses = (metric: string): boolean =>
  knownMetric(metric)?.nonzeroOnly ?? (metric.endsWith('Count') && !metric.endsWith('HostCount'));

export const alarmMissingData: CheckRule = {
  code: 'alarm-missing-data',
  severity: 'warning',
  group: 'watching',
  title: 'Alarm without TreatMissingData on a metric with gaps',
  why: 'ELB publishes most metrics only while they are not zero. Without TreatMissingData the alarm sits in INSUFFICIENT_DATA, or stays in ALARM after the last error.',
  source: page,
  judge: each(alarmsOnce, ({ metric, line, resource: { properties } }, { resolver }) => {
    // Metric math may fill the gaps itself.
    if (!pauses(metric) || child(properties, 'Metrics')) return 'not-applicable';
    const treat = resolver.string(child(properties, 'TreatMissingData'));
    if (treat === UNKNOWN) return 'not-applicable';
    return treat === undefined ? violation(line, { metric }) : 'met';
  }),
  fix: {
    mode: 'suggest',
    what: 'Sets TreatMissingData to notBreaching.',
    change: (site) =>
      addProperty(site, 'TreatMissingData', 'notBreaching', [
        'ComparisonOperator',
        'MetricName',
        'Threshold',
      ]),
  },
  words: ({ metric }) => ({
    what: `The alarm on ${String(metric)} has no TreatMissingData.`,
    allowed: 'notBreaching, breaching, ignore, missing',
    remedy: 'Set TreatMissingData to notBreaching: no data means that nothing happened.',
  }),
};

export const alarmActions: CheckRule = {
  code: 'alarm-actions',
  severity: 'info',
  group: 'watching',
  title: 'Alarm that notifies nobody',
  why: 'An alarm without an action only changes its colour. One that is part of a composite alarm, or read by EventBridge, needs none.',
  source: cloudWatchApi('PutMetricAlarm'),
  basis: inferred('the alarms in this template; EventBridge may read them'),
  judge: each(alarmsOnce, ({ resource }, { resolver, ofType }) => {
    const isPart = ofType('AWS::CloudWatch::CompositeAlarm').some(({ properties }) =>
      [...references(properties)].some(([id]) => id === resource.id),
    );
    const actions = resolver.items(child(resource.properties, 'AlarmActions'));
    if (isPart || actions === UNKNOWN) return 'not-applicable';
    return actions.length > 0 ? 'met' : violation(resource.line);
  }),
  words: () => ({
    what: 'The alarm has no AlarmActions.',
    remedy: 'Name an SNS topic in AlarmActions.',
  }),
};

export const alarmResponseTime: CheckRule = {
  code: 'alarm-response-time',
  severity: 'warning',
  group: 'watching',
  title: 'TargetResponseTime used as message latency',
  why: 'TargetResponseTime ends at the response headers: for a WebSocket it is the time to the 101, and includes no message.',
  source: page,
  basis: inferred('names and paths that mention WebSockets, and the name of the alarm'),
  judge: each(alarms, ({ metric, statistic, line, resource }, { loadBalancers }) => {
    if (metric !== 'TargetResponseTime') return 'not-applicable';
    if (statistic === UNKNOWN || !loadBalancers.some(({ saysSockets }) => saysSockets))
      return 'not-applicable';
    if (/handshake|upgrade|connect/i.test(alarmText(resource))) return 'met';
    return /^p\d/.test(statistic ?? '') ? violation(line, { statistic }) : 'met';
  }),
  words: ({ statistic }) => ({
    what: `The alarm watches ${String(statistic)} of TargetResponseTime on a load balancer for WebSockets.`,
    remedy: 'Measure messages in the application. For the time of the handshake, say so in the alarm’s name.',
  }),
};

export const metricsWatched: CheckRule = {
  code: 'metrics-watched',
  severity: 'info',
  group: 'practice',
  title: 'Load balancer that no alarm watches',
  why: 'Connections, rejected connections, unhealthy targets and 5xx show trouble before clients report it.',
  source: page,
  basis: inferred('the alarms in this template; others may be elsewhere'),
  judge: each(
    (model) => model.loadBalancers,
    ({ resource, targetGroups }, model) => {
      const ids = new Set([resource, ...targetGroups.map((one) => one.resource)].map(({ id }) => id));
      const own = alarms(model);
      const watches = ({ dimensions, resource: alarm }: MetricUse): boolean =>
        dimensions === UNKNOWN || [...references(alarm.properties)].some(([id]) => ids.has(id));
      if (own.some(watches)) return 'met';
      return violation(resource.line);
    },
  ),
  words: () => ({
    what: 'No alarm in this template watches its metrics.',
    remedy:
      'Watch ActiveConnectionCount, RejectedConnectionCount, UnHealthyHostCount and HTTPCode_ELB_5XX_Count.',
  }),
};

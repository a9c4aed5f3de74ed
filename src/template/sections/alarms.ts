import { METRIC_NAMESPACE } from '../../alb/metrics.ts';
import { APPLICATION_DIMENSION } from '../../config/application-metrics.ts';
import { applicationNamespace } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { alarmsOf, BOTH_GROUPS, type Alarm } from '../../monitoring/alarms.ts';
import { sub } from '../intrinsics.ts';
import { LOAD_BALANCER_FULL_NAME, STACK_NAME, targetGroupFullName } from '../names.ts';
import { tagList } from '../tags.ts';
import type { Resource, Section, Value } from '../types.ts';
import { alarmActions } from './notifications.ts';

/** The CloudWatch alarms that the config asks for. */
export function alarms(config: Config): Section[] {
  const wanted = alarmsOf(config);
  if (wanted.length === 0) return [];
  return [
    {
      title: 'Alarms',
      why: [
        'Several datapoints must breach, so that one deploy or one blip does not page.',
        'ELB publishes most metrics only while they are not zero: missing data means that all is quiet.',
      ],
      resources: Object.fromEntries(
        wanted.map((alarm) => [alarm.logicalId, resource(alarm, config, alarmActions(config))]),
      ),
    },
  ];
}

const resource = (alarm: Alarm, config: Config, actions: readonly Value[]): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: sub`${STACK_NAME}-${alarm.nameSuffix}`,
    AlarmDescription: alarm.description,
    ...(alarm.isOfBothGroups
      ? { Metrics: bothGroups(alarm) }
      : { ...metric(alarm, config), Statistic: alarm.statistic, Period: alarm.period }),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
    ...(actions.length > 0 && { AlarmActions: actions, OKActions: actions }),
    ...(Object.keys(config.tags).length > 0 && { Tags: tagList(config.tags) }),
  },
});

/** The sum over both groups of the sockets: the alternate one is live after every other deployment. */
function bothGroups(alarm: Alarm): unknown[] {
  const { first, alternate, expression } = BOTH_GROUPS;
  const group = (Id: string, isAlternate: boolean) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: METRIC_NAMESPACE,
        MetricName: alarm.metric,
        Dimensions: [
          { Name: 'LoadBalancer', Value: LOAD_BALANCER_FULL_NAME },
          { Name: 'TargetGroup', Value: targetGroupFullName(undefined, isAlternate) },
        ],
      },
      Period: alarm.period,
      Stat: alarm.statistic,
    },
    ReturnData: false,
  });
  return [
    // The ID, and above the order of dimensions, are those that CDK writes, so that both outputs match.
    { Id: 'expr_1', Expression: expression, Label: alarm.metric, ReturnData: true },
    group(first, false),
    group(alternate, true),
  ];
}

/** The metric with its dimensions; without them, CloudWatch finds no data. */
function metric(alarm: Alarm, config: Config): Record<string, unknown> {
  const loadBalancer = { Name: 'LoadBalancer', Value: LOAD_BALANCER_FULL_NAME };
  const dimensions = {
    'load-balancer': [loadBalancer],
    'target-group': [{ Name: 'TargetGroup', Value: targetGroupFullName(alarm.route) }, loadBalancer],
    application: [{ Name: APPLICATION_DIMENSION, Value: config.name }],
  };
  return {
    Namespace: alarm.dimensions === 'application' ? applicationNamespace(config) : METRIC_NAMESPACE,
    MetricName: alarm.metric,
    Dimensions: dimensions[alarm.dimensions],
  };
}

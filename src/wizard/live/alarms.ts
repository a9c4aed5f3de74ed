// The alarms on a live load balancer.
import { METRIC_NAMESPACE } from '../../alb/metrics.ts';
import { ALARMS, type AlarmDefinition } from '../../config/alarms.ts';
import type { Draft, Live, LiveAlarm } from './live.ts';

export function writeAlarms(draft: Draft, { alarms }: Live): void {
  const left = new Set(alarms);
  const taken = ALARMS.map((definition: AlarmDefinition) => {
    const alarm = alarms.find((one) => left.has(one) && isOf(definition, one));
    if (alarm) left.delete(alarm);
    return [definition, alarm] as const;
  });
  for (const { AlarmName } of left) draft.leave(`the alarm ${AlarmName}`);
  if (taken.every(([, alarm]) => alarm === undefined)) {
    draft.set('alarms', false);
    return;
  }
  for (const [definition, alarm] of taken)
    draft.set(`alarms.${definition.key}`, settingOf(definition, alarm));
  const topics = new Set(taken.flatMap(([, alarm]) => alarm?.AlarmActions ?? []));
  const [topic, ...others] = [...topics].filter((arn) => arn.includes(':sns:'));
  if (topic !== undefined) draft.set('alarms.notify', { topicArn: topic });
  for (const arn of [...others, ...[...topics].filter((one) => !one.includes(':sns:'))])
    draft.leave(`alarms that ${arn} hears of`);
}

const isOf = (definition: AlarmDefinition, alarm: LiveAlarm): boolean =>
  alarm.Namespace === METRIC_NAMESPACE &&
  alarm.MetricName === definition.metric &&
  alarm.Statistic === definition.statistic &&
  alarm.ComparisonOperator === definition.comparison;

/** `undefined` where the definition says the same. */
function settingOf(definition: AlarmDefinition, alarm: LiveAlarm | undefined): unknown {
  if (!alarm)
    return definition.threshold === undefined || definition.dimensions === 'application' ? undefined : false;
  const { Threshold: threshold, Period: period = 60, EvaluationPeriods: periods = 1 } = alarm;
  const datapoints = alarm.DatapointsToAlarm ?? periods;
  const { evaluationPeriods, datapointsToAlarm } = definition;
  const isUsual = period === 60 && periods === evaluationPeriods && datapoints === datapointsToAlarm;
  if (isUsual) return threshold === definition.threshold ? undefined : threshold;
  return { threshold, period, evaluationPeriods: periods, datapointsToAlarm: datapoints };
}

// Converts the alarms on a live load balancer to `alarms`.
import { fullNameOf } from '../../alb/arn.ts';
import { METRIC_NAMESPACE } from '../../alb/metrics.ts';
import { ALARMS, type AlarmDefinition } from '../../config/alarms.ts';
import type { Draft, Live, LiveAlarm } from './live.ts';
import type { WrittenGroups } from './routing.ts';

export function writeAlarms(draft: Draft, { alarms }: Live, groups: WrittenGroups): void {
  const ofRoutes = alarms.filter((alarm) => groups.routes.some((arn) => isAbout(alarm, arn)));
  const left = new Set(alarms.filter((alarm) => !ofRoutes.includes(alarm)));
  const taken = ALARMS.map((definition: AlarmDefinition) => {
    const alarm = [...left].find((one) => isOf(definition, one));
    if (alarm) left.delete(alarm);
    return [definition, alarm] as const;
  });
  for (const { AlarmName } of left) draft.leave(`the alarm ${AlarmName}`);
  for (const alarm of ofRoutes)
    if (!taken.some(([definition, own]) => own && isOf(definition, alarm) && isAlike(own, alarm)))
      draft.leave(
        `the alarm ${alarm.AlarmName}: routes get the same alarms as the sockets, with the same thresholds`,
      );
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
    draft.leave(`alarm notifications to ${arn}`);
}

const isAbout = ({ Dimensions = [] }: LiveAlarm, targetGroup: string): boolean =>
  Dimensions.some(({ Name, Value }) => Name === 'TargetGroup' && Value === fullNameOf(targetGroup));

const isAlike = (left: LiveAlarm, right: LiveAlarm): boolean =>
  left.Threshold === right.Threshold &&
  left.Period === right.Period &&
  left.EvaluationPeriods === right.EvaluationPeriods;

const isOf = (definition: AlarmDefinition, alarm: LiveAlarm): boolean =>
  alarm.Namespace === METRIC_NAMESPACE &&
  alarm.MetricName === definition.metric &&
  alarm.Statistic === definition.statistic &&
  alarm.ComparisonOperator === definition.comparison;

/** Undefined if the definition's default is the same. */
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

// Calls to CloudWatch, all of them read-only.
import type { Window } from '../observations/window.ts';
import { awsCall } from '../../common/aws-call.ts';
import type { AwsInput } from '../../common/aws-operations.ts';
import { asking, type Call } from './call.ts';

export const describeAlarmsByName = (names: readonly string[]): Call => ({
  about: 'the alarms of the stack',
  ...asking(awsCall('cloudwatch', 'DescribeAlarms', { AlarmNames: [...names] })),
  placeholder: {},
});

export const describeAlarmsInAlarm = (): Call => ({
  about: 'the alarms that are in ALARM',
  ...asking(awsCall('cloudwatch', 'DescribeAlarms', { StateValue: 'ALARM' })),
  placeholder: {},
});

type MetricDataQueries = AwsInput<'cloudwatch', 'GetMetricData'>['MetricDataQueries'];

export const getMetricData = (queries: readonly object[], { from, to }: Window): Call => ({
  about: 'the metrics',
  ...asking(
    awsCall('cloudwatch', 'GetMetricData', {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MetricDataQueries: [...queries] as MetricDataQueries,
    }),
  ),
  placeholder: {},
});

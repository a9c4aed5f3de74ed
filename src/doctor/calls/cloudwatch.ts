// Calls of CloudWatch. All of them only read.
import type { Window } from '../observations/window.ts';
import type { Call } from './call.ts';

export const describeAlarmsByName = (names: readonly string[]): Call => ({
  about: 'the alarms of the stack',
  args: ['cloudwatch', 'describe-alarms', '--alarm-names', ...names],
  permission: 'cloudwatch:DescribeAlarms',
  placeholder: {},
});

export const describeAlarmsInAlarm = (): Call => ({
  about: 'the alarms that are in ALARM',
  args: ['cloudwatch', 'describe-alarms', '--state-value', 'ALARM'],
  permission: 'cloudwatch:DescribeAlarms',
  placeholder: {},
});

export const getMetricData = (queries: readonly object[], { from, to }: Window): Call => ({
  about: 'the metrics',
  args: [
    'cloudwatch',
    'get-metric-data',
    '--start-time',
    from,
    '--end-time',
    to,
    '--metric-data-queries',
    JSON.stringify(queries),
  ],
  permission: 'cloudwatch:GetMetricData',
  placeholder: {},
});

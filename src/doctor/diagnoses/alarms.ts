import { certain } from '../../alb/finding.ts';
import { cloudWatchApi } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { observedValue } from '../observations/observations.ts';

export const alarmInAlarm: Diagnosis = {
  code: 'alarm',
  severity: 'warning',
  title: 'An alarm is in ALARM',
  reasoning: 'CloudWatch reports it. An alarm is a symptom; the other findings may show the cause.',
  source: cloudWatchApi('DescribeAlarms'),
  basis: certain('the state of the alarm in CloudWatch'),
  judge: (observed, context) =>
    (observedValue(observed.alarms) ?? [])
      .filter(({ state }) => state === 'ALARM')
      .map(({ name, reason, since, metric }) => ({
        subject: name,
        what: `${name} is in ALARM${since === undefined ? '' : ` since ${since}`}.`,
        evidence: [
          ...(metric === undefined ? [] : [['metric', metric] as const]),
          ...(since === undefined ? [] : [['since', since] as const]),
          ['reason', reason],
        ],
        causes: [`The metric crossed its threshold: ${reason || 'no reason given'}`],
        steps: [
          {
            kind: 'confirm',
            words: 'See its history:',
            command: aws(
              context,
              'cloudwatch',
              'describe-alarm-history',
              '--alarm-name',
              name,
              '--history-item-type',
              'StateUpdate',
              '--max-items',
              '10',
            ),
          },
        ],
      })),
};

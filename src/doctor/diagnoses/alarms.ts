import { certain } from '../../alb/finding.ts';
import { DIMENSION_VALUES, dimensionMistake, misreading, MISREADINGS } from '../../alb/metric-reading.ts';
import { cloudWatchApi, userGuide } from '../../alb/sources.ts';
import { many } from '../../common/numbers.ts';
import { aws } from '../steps/commands.ts';
import type { Context, Diagnosis, Step } from '../diagnosis.ts';
import { type Alarm, type MetricReading, observedValue } from '../observations/observations.ts';

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

/** Each reading of each alarm. */
const readings = (alarms: readonly Alarm[]): { readonly name: string; readonly reading: MetricReading }[] =>
  alarms.flatMap(({ name, readings: its }) => its.map((reading) => ({ name, reading })));

const show = (name: string, context: Context): Step => ({
  kind: 'confirm',
  words: 'See the alarm:',
  command: aws(context, 'cloudwatch', 'describe-alarms', '--alarm-names', name),
});

const metricsPage = userGuide('load-balancer-cloudwatch-metrics');

export const alarmMisread: Diagnosis = {
  code: 'alarm-misread',
  severity: 'warning',
  title: 'An alarm reads a number that means something else',
  reasoning: `For ActiveConnectionCount: ${MISREADINGS.connections.why} For other counts: ${MISREADINGS.events.why} For hosts: ${MISREADINGS.hosts.why}`,
  source: metricsPage,
  basis: certain('statistic and period of the alarm in CloudWatch'),
  judge: (observed, context) =>
    readings(observedValue(observed.alarms) ?? []).flatMap(({ name, reading }) => {
      const { metric, statistic, period, isInMath } = reading;
      const how = isInMath ? undefined : misreading(metric, statistic, period);
      if (how === undefined) return [];
      const asWhat = `${statistic} over ${many(period, 'second')}`;
      return [
        {
          subject: name,
          what: `${name} reads ${metric} as ${asWhat}, not as ${MISREADINGS[how].allowed}: it goes off at another value than its threshold, or never.`,
          evidence: [
            ['metric', metric],
            ['read as', asWhat],
          ],
          causes: ['The alarm was written like one for a metric with a single source.'],
          steps: [
            {
              kind: 'fix' as const,
              words: `Change the alarm where it is defined. ${MISREADINGS[how].remedy}`,
            },
            show(name, context),
          ],
        },
      ];
    }),
};

function withoutData({ metric, dimensions }: MetricReading): string | undefined {
  const mistake = dimensionMistake(metric, new Set(dimensions.keys()));
  if (mistake !== undefined) return mistake;
  for (const [name, value] of dimensions) {
    const expected = DIMENSION_VALUES[name];
    if (expected && !expected.form.test(value))
      return `"${value}" as ${name}, which takes a value such as ${expected.example}`;
  }
  return undefined;
}

export const alarmWithoutData: Diagnosis = {
  code: 'alarm-without-data',
  severity: 'warning',
  title: 'An alarm watches a metric that never has data',
  reasoning:
    'CloudWatch identifies a metric by its exact dimensions. With others there is no data, and the alarm never goes off.',
  source: metricsPage,
  basis: certain('the dimensions of the alarm in CloudWatch'),
  judge: (observed, context) =>
    readings(observedValue(observed.alarms) ?? []).flatMap(({ name, reading }) => {
      const mistake = withoutData(reading);
      if (mistake === undefined) return [];
      return [
        {
          subject: name,
          what: `${name} watches ${reading.metric} with ${mistake}: it never goes off.`,
          evidence: [
            ['metric', reading.metric],
            ['dimensions', [...reading.dimensions].map((each) => each.join('=')).join(', ') || 'none'],
          ],
          causes: ['The ARN or the name was used as the value of a dimension.', 'A dimension was forgotten.'],
          steps: [
            {
              kind: 'fix' as const,
              words:
                'Change the alarm where it is defined: LoadBalancer, or TargetGroup together with LoadBalancer, each with the end of its ARN.',
            },
            show(name, context),
          ],
        },
      ];
    }),
};

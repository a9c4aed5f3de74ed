import * as z from 'zod/mini';
import { METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';
import { ALARMS, type AlarmDefinition, type AlarmKey } from '../alarms.ts';
import { arnOf } from './names.ts';
import { describe, feature, optional, strings } from '../fields.ts';

/** How the config sets an alarm, with defaults filled in. Without a threshold, it is sized from the workload, or off. */
export interface AlarmSetting {
  threshold?: number | undefined;
  /** Seconds. */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
}

const threshold = describe(z.number().check(z.minimum(0)), 'The value that the metric is compared with.', {
  allowed: 'a number, 0 or greater',
});
const datapoints = (description: string) =>
  z.optional(describe(z.int().check(z.minimum(1), z.maximum(1440)), description, { allowed: '1–1440' }));

// One group shared by all alarms, because building schemas takes time at every start of the command.
const group = z.strictObject({
  threshold: z.optional(threshold),
  period: describe(
    z._default(
      z.int().check(z.minimum(METRIC_PERIOD_SECONDS), z.maximum(86400), z.multipleOf(METRIC_PERIOD_SECONDS)),
      METRIC_PERIOD_SECONDS,
    ),
    'Length of one datapoint in seconds. ELB publishes once a minute.',
    { allowed: '60–86400 seconds, in steps of 60' },
  ),
  evaluationPeriods: datapoints('How many of the latest datapoints are evaluated.'),
  datapointsToAlarm: datapoints('How many of them must breach.'),
});
const written = z.union([z.boolean(), threshold, group]);

function alarm(definition: AlarmDefinition) {
  const withDefaults = (input: z.output<typeof group>): AlarmSetting => ({
    threshold: input.threshold,
    period: input.period,
    evaluationPeriods: input.evaluationPeriods ?? definition.evaluationPeriods,
    datapointsToAlarm: input.datapointsToAlarm ?? input.evaluationPeriods ?? definition.datapointsToAlarm,
  });
  const schema = z.pipe(
    written,
    z.transform((input): false | AlarmSetting => {
      if (input === false) return false;
      if (input === true) return withDefaults(z.parse(group, {}));
      return withDefaults(typeof input === 'number' ? z.parse(group, { threshold: input }) : input);
    }),
  );
  const normally = definition.threshold === undefined ? 'off' : `${definition.threshold}`;
  return describe(
    z.optional(schema),
    `${definition.description} Threshold on ${definition.metric}: ${normally}.`,
    { allowed: 'true, false, a threshold, or threshold, period, evaluationPeriods and datapointsToAlarm' },
  );
}

const shape = Object.fromEntries(ALARMS.map((definition) => [definition.key, alarm(definition)])) as Record<
  AlarmKey,
  ReturnType<typeof alarm>
>;

const notify = z.strictObject({
  emails: describe(
    z.optional(
      strings(
        {
          kind: 'string',
          pattern: /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
          maxLength: 254,
          words: 'email addresses',
        },
        { max: 20 },
      ),
    ),
    'Addresses that a topic created here sends to. Each must confirm its subscription.',
  ),
  topicArn: optional(
    {
      kind: 'string',
      pattern: new RegExp(`^${arnOf('sns')}[A-Za-z0-9_-]{1,256}$`),
      words: 'the ARN of a standard SNS topic',
    },
    'An existing topic; its policy must let CloudWatch publish.',
  ),
  encrypt: optional(
    { kind: 'boolean' },
    'Encrypt the created topic with its own KMS key, which costs about a dollar a month. The key that AWS manages for SNS would silence the alarms: its policy does not admit CloudWatch.',
  ),
});

export const alarms = feature('CloudWatch alarms on the load balancer and its targets.', true, {
  ...shape,
  notify: describe(
    z.optional(notify),
    'Who is notified when an alarm changes its state. Without it alarms are seen on the dashboard only.',
    { allowed: 'a group with either emails or topicArn' },
  ),
});

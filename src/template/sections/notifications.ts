import type { Config } from '../../config/schema/index.ts';
import { alarmsOf } from '../../monitoring/alarms.ts';
import { ref } from '../intrinsics.ts';
import { ACCOUNT, ID } from '../names.ts';
import { tags } from '../tags.ts';
import type { Resource, Section, Value } from '../types.ts';

/** The topic that alarms are sent to, with its subscriptions, unless a topic exists. */
export function notifications(config: Config): Section[] {
  const emails = config.alarms === false ? undefined : config.alarms.notify?.emails;
  if (emails === undefined || alarmsOf(config).length === 0) return [];
  const subscriptions = emails.map((email, index): [string, Resource] => [
    `${ID.topic}Subscription${index + 1}`,
    {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref(ID.topic), Protocol: 'email', Endpoint: email },
    },
  ]);
  return [
    {
      title: 'Notifications',
      why: ['Each address receives a mail that it must confirm before it hears of any alarm.'],
      resources: {
        [ID.topic]: { Type: 'AWS::SNS::Topic', Properties: { Tags: tags(config, 'alarms') } },
        [`${ID.topic}Policy`]: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: [ref(ID.topic)],
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'AllowAlarms',
                  Effect: 'Allow',
                  Principal: { Service: 'cloudwatch.amazonaws.com' },
                  Action: 'sns:Publish',
                  Resource: ref(ID.topic),
                  Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
                },
              ],
            },
          },
        },
        ...Object.fromEntries(subscriptions),
      },
    },
  ];
}

/** What an alarm tells when its state changes; empty without `alarms.notify`. */
export function alarmActions({ alarms }: Config): Value[] {
  if (alarms === false || alarms.notify === undefined) return [];
  return [alarms.notify.topicArn ?? ref(ID.topic)];
}

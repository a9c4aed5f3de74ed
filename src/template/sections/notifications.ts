import type { Config } from '../../config/schema/index.ts';
import { alarmsOf } from '../../monitoring/alarms.ts';
import { getAtt, ref, sub } from '../intrinsics.ts';
import { ACCOUNT, ID, PARTITION } from '../names.ts';
import { tags } from '../tags.ts';
import type { Resource, Section, Value } from '../types.ts';

/** The topic that alarms are sent to, with its subscriptions, unless a topic exists. */
export function notifications(config: Config): Section[] {
  const emails = config.alarms === false ? undefined : config.alarms.notify?.emails;
  const encrypt = config.alarms !== false && config.alarms.notify?.encrypt === true;
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
      why: [
        'Each address gets an email that must be confirmed before any alarm is sent to it.',
        ...(encrypt
          ? ['CloudWatch must be able to use the key of the topic, or alarms are silently lost.']
          : []),
      ],
      resources: {
        ...(encrypt && { [ID.topicKey]: topicKey(config) }),
        [ID.topic]: {
          Type: 'AWS::SNS::Topic',
          Properties: {
            ...(encrypt && { KmsMasterKeyId: getAtt(ID.topicKey, 'Arn') }),
            Tags: tags(config, 'alarms'),
          },
        },
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
                {
                  // The Sid that CDK generates.
                  Sid: 'AllowPublishThroughSSLOnly',
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 'sns:Publish',
                  Resource: ref(ID.topic),
                  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
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

export const TOPIC_KEY_DESCRIPTION = 'Encrypts the notifications of alarms';

/** The topic's key, usable by this account and by its alarms. */
const topicKey = (config: Config): Resource => ({
  Type: 'AWS::KMS::Key',
  // Nothing stored depends on it.
  DeletionPolicy: 'Delete',
  UpdateReplacePolicy: 'Delete',
  Properties: {
    Description: TOPIC_KEY_DESCRIPTION,
    EnableKeyRotation: true,
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: sub`arn:${PARTITION}:iam::${ACCOUNT}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'AllowAlarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        },
      ],
    },
    Tags: tags(config, 'alarms'),
  },
});

/** The actions when an alarm's state changes; empty without `alarms.notify`. */
export function alarmActions({ alarms }: Config): Value[] {
  if (alarms === false || alarms.notify === undefined) return [];
  return [alarms.notify.topicArn ?? ref(ID.topic)];
}

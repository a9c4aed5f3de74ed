// Logs that do not arrive.
import type { LogBucket, LogDelivery, Observations } from '../../../src/doctor/observations/observations.ts';
import type { Case } from './case.ts';
import { flat, healthy, missing, withMetrics } from '../helpers/observed.ts';

const bucket = (change: Partial<LogBucket>, log: Partial<LogDelivery> = {}): Observations => {
  const observed = healthy();
  return {
    ...observed,
    logBuckets: observed.logBuckets.map((one) => ({ ...one, ...change })),
    logs: observed.logs.map((one) => ({ ...one, ...log })),
  };
};
const policy = (statement: object) => ({
  value: { Statement: [{ Effect: 'Allow', Action: 's3:PutObject', ...statement }] },
});
const service = { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' };
const RESOURCE = 'arn:aws:s3:::chat-logbucket-58v8dnbl2e5b/alb-logs/AWSLogs/123456789012/*';
/** What ELB needs, and a Deny beside it. */
const both = (statement: object) => ({
  value: {
    Statement: [
      { Effect: 'Allow', Action: 's3:PutObject', Principal: service, Resource: RESOURCE },
      { Effect: 'Deny', Resource: 'arn:aws:s3:::chat-logbucket-58v8dnbl2e5b/*', ...statement },
    ],
  },
});
const traffic = { HTTPCode_Target_2XX_Count: [...flat(5, 10), ...flat(0, 50)] };

export const ABOUT_LOGS: readonly Case[] = [
  {
    code: 'log-delivery-denied',
    hit: { name: 'no policy', observed: bucket({ policy: { value: {} } }) },
    miss: {
      name: 'the account of ELB instead of the service',
      observed: bucket({
        policy: policy({ Principal: { AWS: 'arn:aws:iam::156460612806:root' }, Resource: RESOURCE }),
      }),
    },
    evidence: ['statements in the policy: 0', 'prefix: alb-logs'],
    command: 's3api put-bucket-policy --bucket chat-logbucket-58v8dnbl2e5b',
  },
  {
    code: 'log-delivery-denied',
    hit: {
      name: 'a policy for another prefix',
      observed: bucket({
        policy: policy({ Principal: service, Resource: RESOURCE.replace('alb-logs', 'logs') }),
      }),
    },
    miss: {
      name: 'a policy for the whole bucket',
      observed: bucket({
        policy: policy({ Principal: service, Resource: 'arn:aws:s3:::chat-logbucket-58v8dnbl2e5b/*' }),
      }),
    },
    evidence: ['statements in the policy: 1'],
    command: `"Resource":"${RESOURCE}"`,
  },
  {
    code: 'log-delivery-denied',
    hit: {
      name: 'a Deny for everybody beside the Allow',
      observed: bucket({ policy: both({ Sid: 'NoUploads', Principal: '*', Action: 's3:Put*' }) }),
    },
    miss: {
      name: 'a Deny of what does not come by TLS',
      observed: bucket({
        policy: both({
          Principal: '*',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      }),
    },
    evidence: [
      `statement: {"Effect":"Deny","Resource":"arn:aws:s3:::chat-logbucket-58v8dnbl2e5b/*","Sid":"NoUploads","Principal":"*","Action":"s3:Put*"}`,
    ],
    command: 'aws:PrincipalIsAWSService',
    cause: 'to keep others from writing',
  },
  {
    code: 'log-bucket-kms',
    hit: { name: 'KMS', observed: bucket({ encryption: { value: 'aws:kms' } }) },
    miss: { name: 'SSE-S3', observed: bucket({ encryption: { value: 'AES256' } }) },
    evidence: ['SSEAlgorithm: aws:kms'],
    command: 'put-bucket-encryption',
  },
  {
    code: 'log-bucket-missing',
    hit: { name: 'no such bucket', observed: bucket({ policy: missing('not-found', 'NoSuchBucket') }) },
    miss: {
      name: 'access denied',
      observed: bucket({ policy: missing('access-denied', 'AccessDenied') }),
    },
    evidence: ['bucket: chat-logbucket-58v8dnbl2e5b'],
    command: '--create-bucket-configuration LocationConstraint=eu-west-1',
  },
  {
    code: 'log-files-missing',
    hit: {
      name: 'requests an hour ago',
      observed: withMetrics(bucket({}, { files: { value: 0 } }), traffic),
    },
    miss: {
      name: 'requests just now',
      observed: withMetrics(bucket({}, { files: { value: 0 } }), { HTTPCode_Target_2XX_Count: [5, 5, 5] }),
    },
    evidence: ['traffic: 50', 'kind: access_logs'],
    command: 'get-bucket-policy',
  },
  {
    code: 'log-files-missing',
    hit: { name: 'none came at all', observed: withMetrics(bucket({}, { files: { value: 0 } }), traffic) },
    miss: { name: 'one came', observed: withMetrics(bucket({}, { files: { value: 1 } }), traffic) },
    evidence: [],
    command: 'get-bucket-policy',
  },
  {
    code: 'log-files-missing',
    hit: { name: 'none came', observed: withMetrics(bucket({}, { files: { value: 0 } }), traffic) },
    miss: {
      name: 'a Deny, which another diagnosis names',
      observed: withMetrics(
        bucket({ policy: both({ Principal: '*', Action: '*' }) }, { files: { value: 0 } }),
        traffic,
      ),
    },
    evidence: [],
    command: 'get-bucket-policy',
  },
];

import { expect, it } from 'vitest';
import { iamAction } from '../../src/alb/iam-actions.ts';

it.each([
  ['elbv2', 'DescribeListeners', 'elasticloadbalancing:DescribeListeners'],
  ['s3api', 'ListObjectsV2', 's3:ListBucket'],
  ['s3api', 'GetBucketEncryption', 's3:GetEncryptionConfiguration'],
  ['ec2', 'DescribeVpcs', 'ec2:DescribeVpcs'],
])('%s %s needs %s', (service, operation, action) => {
  expect(iamAction({ service, operation })).toBe(action);
});

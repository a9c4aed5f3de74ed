import { expect, it } from 'vitest';
import { deliversLogs, LOG_DELIVERY_SERVICE, partitionOfRegion } from '../../src/alb/log-delivery.ts';

it.each([
  LOG_DELIVERY_SERVICE,
  'logdelivery.elb.amazonaws.com',
  '*',
  '156460612806',
  'arn:aws-cn:iam::638102146993:root',
])('%s writes logs', (principal) => {
  expect(deliversLogs(principal)).toBe(true);
});

it.each(['logging.s3.amazonaws.com', 'arn:aws:iam::156460612806:role/deploy', '15646061280', ''])(
  '%j does not write logs',
  (principal) => {
    expect(deliversLogs(principal)).toBe(false);
  },
);

it.each([
  ['eu-west-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eu-isoe-west-1', 'aws-iso-e'],
])('%s is in %s', (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
});

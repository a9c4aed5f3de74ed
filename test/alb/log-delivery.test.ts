import { expect, it } from 'vitest';
import { deliversLogs, LOG_DELIVERY_SERVICE } from '../../src/alb/log-delivery.ts';

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
  '%j does not',
  (principal) => {
    expect(deliversLogs(principal)).toBe(false);
  },
);

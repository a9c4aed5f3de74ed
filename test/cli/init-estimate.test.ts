import { expect, it } from 'vitest';
import { estimate } from '../../src/cli/init/cost-estimate.ts';
import { parseConfig } from '../../src/config/validate.ts';

const config = parseConfig({ workload: { connections: 1000 }, service: true });

it.each([
  ['us-west-2', /month, with the prices of us-west-2, as far/],
  [
    'eu-west-1',
    /month, without Fargate, whose price is not known here, with the prices of eu-west-1, as far/,
  ],
  ['eu-central-1', /with the prices of us-east-1 \(not all prices of eu-central-1 are known here\)/],
  [undefined, /with the prices of us-east-1 \(the Region is not known\)/],
])('the estimate for %s says whose prices it has', (region, expected) => {
  expect(estimate(config, region)).toMatch(expected);
});

it('nothing is estimated without a number of sockets', () => {
  expect(estimate(parseConfig({}), 'us-east-1')).toBeUndefined();
});

// Arbitrary options of `generate cost`.
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { cost, type CostOptions } from '../../src/cli/cost/command.ts';
import { runs } from '../helpers/scale.ts';
import { expectReadable } from './watch.ts';

const written: string[] = [];
vi.mock('../../src/cli/io/output.ts', async (original) => ({
  ...(await original<object>()),
  writeOut: (text: string) => written.push(text),
}));

const number = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 1e6 }).map(String) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 1e9, noNaN: true }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0', '1e9', '1e-9', '-1', 'NaN', '1e400', '1,000', '', ' 1', '0x10'),
  },
);
const share = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value.toFixed(3)) },
  { weight: 1, arbitrary: number },
);
const duration = fc
  .tuple(number, fc.constantFrom('', 's', 'm', 'h', 'd', 'x'))
  .map((parts) => parts.join(''));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const workload = {
  connections: number,
  meanConnection: maybe(duration),
  messagesPerMinute: maybe(number),
  bytesPerMessage: maybe(number),
  heartbeat: maybe(duration),
  fromClients: maybe(share),
  rules: maybe(fc.nat({ max: 120 }).map(String)),
};
const rates = {
  newConnectionsPerSecond: maybe(number),
  activeConnections: maybe(number),
  gbPerHour: maybe(number),
  rulesPerSecond: maybe(number),
};
const rest = {
  profile: maybe(
    fc.oneof(fc.constantFrom('8x1,8x0.5,8x0.1', '24x0', '24x1', '25x1', '1x1,23x0', 'x'), fc.string()),
  ),
  zones: maybe(fc.nat({ max: 12 }).map(String)),
  targets: maybe(fc.nat({ max: 1200 }).map(String)),
  region: maybe(fc.constantFrom('us-east-1', 'eu-west-1', 'us-gov-west-1', 'cn-north-1', 'nowhere', '')),
  priceHour: maybe(share),
  priceLcu: maybe(share),
  transferPrice: maybe(share),
  freeTier: fc.boolean(),
  explain: maybe(fc.boolean()),
  format: fc.constantFrom('text', 'json', 'csv'),
} as const;

test('any options give figures or are refused with a reason', async () => {
  let figures = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.record({ ...workload, ...rest }), fc.record({ ...rates, ...rest })),
      async (options) => {
        written.length = 0;
        try {
          await cost(options as CostOptions);
        } catch (error) {
          expect((error as Error).name, String(error)).toMatch(/^KnownErrors?$/);
          expect(written).toEqual([]);
          return;
        }
        figures++;
        const text = written.join('');
        expectReadable(text);
        if (options.format === 'json') JSON.parse(text);
      },
    ),
    runs(2000),
  );
  expect(figures).toBeGreaterThan(runs(2000).numRuns / 20);
});

// Settings of deployments for tests.
import * as fc from 'fast-check';
import type { DurationCell, Life, RolloutSettings } from '../../src/rollout/types.ts';

export const SETTINGS: RolloutSettings = {
  strategy: 'rolling',
  tasks: 4,
  zones: 2,
  delay: 300,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  startSeconds: 60,
  stopSeconds: 0,
  bakeSeconds: 900,
  canary: { percent: 5, stepSeconds: 600 },
  linear: { percent: 10, stepSeconds: 360 },
  drain: false,
  maxSocketAge: 0,
  jitter: 0,
  acceptPerTask: 250,
};

const exponential = fc.integer({ min: 60, max: 20_000 }).map((mean): Life => ({ kind: 'exponential', mean }));

/** Cells one after the other, with gaps. */
const durations = fc
  .array(
    fc.record({
      gap: fc.nat(300),
      width: fc.integer({ min: 1, max: 3000 }),
      count: fc.integer({ min: 1, max: 500 }),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts): Life => {
    let at = 0;
    const cells = parts.map(({ gap, width, count }): DurationCell => {
      const from = at + gap;
      at = from + width;
      return { from, to: at, count };
    });
    return { kind: 'durations', cells };
  });

export const lives = fc.oneof(exponential, durations);

export const settings: fc.Arbitrary<RolloutSettings> = fc.record({
  strategy: fc.constantFrom('rolling', 'blue-green', 'canary', 'linear'),
  tasks: fc.integer({ min: 1, max: 20 }),
  zones: fc.integer({ min: 1, max: 3 }),
  delay: fc.integer({ min: 0, max: 900 }),
  minimumHealthyPercent: fc.constant(100),
  maximumPercent: fc.constant(200),
  startSeconds: fc.integer({ min: 0, max: 120 }),
  stopSeconds: fc.constant(0),
  bakeSeconds: fc.integer({ min: 0, max: 60 }).map((minutes) => minutes * 60),
  canary: fc.record({
    percent: fc.integer({ min: 1, max: 100 }),
    stepSeconds: fc.constantFrom(0, 300, 600, 1800),
  }),
  linear: fc.record({
    percent: fc.constantFrom(3, 10, 25, 33, 100),
    stepSeconds: fc.constantFrom(0, 60, 360),
  }),
  drain: fc.option(fc.record({ poll: fc.integer({ min: 1, max: 20 }), spread: fc.nat(800) }), {
    nil: false as const,
  }),
  maxSocketAge: fc.oneof(fc.constant(0), fc.integer({ min: 60, max: 5000 })),
  jitter: fc.integer({ min: 0, max: 60 }),
  acceptPerTask: fc.integer({ min: 10, max: 1000 }),
});

// How many cases are tried, in one place. vitest.config.ts sets the scale.
const SCALE = process.env['TEST_SCALE'];

interface Parameters {
  readonly numRuns: number;
  readonly seed?: number;
  readonly endOnFailure?: boolean;
}

/** With fewer cases, the result says little. */
const LEAST = 10;

/** The same cases in every run of `npm test` and `npm run test:long`; new ones in every run of `npm run test:full`. */
const SEED = 20_261_122;

/**
 * Parameters for fast-check: `cases` in `npm run test:long`, a fortieth of them in `npm test`, ten times as many in
 * `npm run test:full`. The long run reports the first counterexample unshrunk: shrinking can take half an hour.
 */
export function runs(cases: number): Parameters {
  if (SCALE === 'full') return { numRuns: cases * 10 };
  if (SCALE === 'long') return { numRuns: cases, seed: SEED, endOnFailure: true };
  return { numRuns: Math.max(LEAST, Math.ceil(cases / 40)), seed: SEED };
}

// How many cases are tried, in one place. vitest.config.ts sets the scale: see there.
const SCALE = process.env['TEST_SCALE'];

/** Fewer cases say little. */
const LEAST = 10;

/** The same cases at each run of `npm test` and `npm run test:long`; others at each run of `npm run test:full`. */
const SEED = 20_261_122;

/**
 * Parameters for fast-check: `cases` in `npm run test:long`, a tenth of them in `npm test`, ten times as many in
 * `npm run test:full`.
 */
export function runs(cases: number): { readonly numRuns: number; readonly seed?: number } {
  if (SCALE === 'full') return { numRuns: cases * 10 };
  return { numRuns: SCALE === 'long' ? cases : Math.max(LEAST, Math.ceil(cases / 10)), seed: SEED };
}

// Random and quasirandom numbers for simulations. Both are determined by a seed.

export interface Draws {
  /** Starts the numbers for the next socket. */
  readonly begin: () => void;
  /** The next number, above 0 and below 1. */
  readonly next: () => number;
  /** How many arrive if `expected` are expected. */
  readonly arrivals: (expected: number) => number;
}

/** mulberry32, in the public domain: good enough for counting sockets. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

/** Independent numbers: runs differ from each other as deployments do. */
export function randomDraws(seed: number): Draws {
  const next = randomNumbers(seed);
  return { begin: () => undefined, next, arrivals: (expected) => poisson(expected, next) };
}

/** Adds up gaps between arrivals; large numbers use a normal distribution. */
function poisson(expected: number, next: () => number): number {
  if (expected > 500) {
    const normal = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal));
  }
  let arrived = 0;
  for (let time = -Math.log(next()); time < expected; time -= Math.log(next())) arrived++;
  return arrived;
}

/** How many numbers per socket are spread evenly; further ones are random. */
const DIMENSIONS = 8;

/**
 * Numbers that cover each dimension, and all of them together, evenly: averages are accurate after some ten thousand
 * sockets, for which random numbers need millions. A Kronecker sequence with the generalized golden ratio, shifted by a
 * random vector (M. Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018).
 */
export function evenDraws(seed: number): Draws {
  const random = randomNumbers(seed);
  let ratio = 2;
  for (let round = 0; round < 40; round++) ratio = (1 + ratio) ** (1 / (DIMENSIONS + 1));
  const steps = Array.from({ length: DIMENSIONS }, (_, index) => ratio ** -(index + 1));
  const current = steps.map(() => random());
  let dimension = 0;
  return {
    begin: () => {
      for (let index = 0; index < DIMENSIONS; index++)
        current[index] = ((current[index] ?? 0) + (steps[index] ?? 0)) % 1;
      dimension = 0;
    },
    next: () => {
      const value = current[dimension++] ?? random();
      return value === 0 ? Number.EPSILON : value;
    },
    arrivals: Math.round,
  };
}

// Numbers to draw fates from: random ones, and ones that are spread evenly. Both follow from a seed alone.

export interface Draws {
  /** Begins the numbers of another socket. */
  readonly begin: () => void;
  /** The next number, above 0 and below 1. */
  readonly next: () => number;
  /** How many arrive when so many are expected. */
  readonly arrivals: (expected: number) => number;
}

/** mulberry32, in the public domain: good enough to count sockets with. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

/** Independent numbers: one run differs from the next as one deployment does. */
export function randomDraws(seed: number): Draws {
  const next = randomNumbers(seed);
  return { begin: () => undefined, next, arrivals: (expected) => poisson(expected, next) };
}

/** By the gaps between arrivals; many are normally distributed. */
function poisson(expected: number, next: () => number): number {
  if (expected > 500) {
    const normal = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal));
  }
  let arrived = 0;
  for (let time = -Math.log(next()); time < expected; time -= Math.log(next())) arrived++;
  return arrived;
}

/** Numbers of one socket that are spread evenly together; further ones are random. */
const DIMENSIONS = 8;

/**
 * Numbers that cover the range evenly in each place of a socket's fate, and together: averages are exact after some ten thousand
 * sockets, where random ones need millions. A Kronecker sequence with the generalized golden ratio, moved by a random vector
 * (M. Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018).
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

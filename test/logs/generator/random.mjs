// Pseudo-random numbers that a seed reproduces.

/** @typedef {ReturnType<typeof newRandom>} Random */

/** mulberry32, by Tommy Ettinger: 32 bits of state are enough here. @param {number} seed */
export function newRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** @param {number} below */
  const below = (below) => Math.floor(next() * below);
  return {
    next,
    below,
    /** @template Value @param {readonly Value[]} values @returns {Value} */
    pick: (values) => /** @type {Value} */ (values[below(values.length)]),
    /** The first ones more often. @template Value @param {readonly Value[]} values @returns {Value} */
    often: (values) => /** @type {Value} */ (values[Math.floor(next() ** 3 * values.length)]),
    /** @param {number} share */
    chance: (share) => next() < share,
    /** @param {number} digits */
    hex: (digits) => {
      let text = '';
      while (text.length < digits)
        text += below(2 ** 32)
          .toString(16)
          .padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}

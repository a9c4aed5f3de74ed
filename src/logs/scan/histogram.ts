// A log-linear histogram: each octave has 128 cells, so a value is told from its cell within 0.4 %, and counts of two
// histograms add up exactly.

const CELLS_IN_OCTAVE = 128;
/** 2^43 µs are 101 days: what is longer lies in the last cell. */
const OCTAVES = 36;
export const HISTOGRAM_CELLS = CELLS_IN_OCTAVE * (OCTAVES + 1);

const POWERS = Float64Array.from({ length: OCTAVES }, (_, exponent) => 2 ** exponent);

/** @param value whole, not negative. */
export function cellOf(value: number): number {
  if (value < CELLS_IN_OCTAVE) return value;
  const exponent = value < 2 ** 31 ? 31 - Math.clz32(value) : 62 - Math.clz32(value / 2 ** 31);
  if (exponent > 42) return HISTOGRAM_CELLS - 1;
  return (exponent - 6) * CELLS_IN_OCTAVE + Math.floor(value / (POWERS[exponent - 7] ?? 1)) - CELLS_IN_OCTAVE;
}

/** The least value of a cell; that of the next cell is one above its greatest. */
export function cellStart(cell: number): number {
  const octave = Math.floor(cell / CELLS_IN_OCTAVE);
  const rest = cell % CELLS_IN_OCTAVE;
  return octave === 0 ? rest : (rest + CELLS_IN_OCTAVE) * 2 ** (octave - 1);
}

/**
 * The value below which a share of all values lies: the value of rank `ceil(share · count)`, told from the middle of
 * its cell, at most 0.4 % off. Exact at both ends.
 *
 * @param share 0 to 1.
 * @returns `undefined` without values.
 */
export function quantile(
  { cells, count, min, max }: { cells: Float64Array; count: number; min: number; max: number },
  share: number,
): number | undefined {
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil(share * count));
  if (rank === 1) return min;
  if (rank >= count) return max;
  let seen = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    seen += cells[cell] ?? 0;
    if (seen < rank) continue;
    const middle = (cellStart(cell) + cellStart(cell + 1) - 1) / 2;
    return Math.min(max, Math.max(min, middle));
  }
  return max;
}

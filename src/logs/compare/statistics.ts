// Statistical tests that distinguish a change from noise. p-values are two-sided.

/** The p-value of a standard normal deviate. erfc from Numerical Recipes, with a relative error of at most 1.2e-7. */
export function normalP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const sum = series.reduceRight((all, coefficient) => all * t + coefficient, 0);
  return Math.min(1, t * Math.exp(-x * x + sum));
}

/** Compares two shares, whose variance is `dispersion` times that of independent events. */
export function shareP(
  [hits, of]: readonly [number, number],
  [otherHits, otherOf]: readonly [number, number],
  dispersion = 1,
): number {
  const pooled = (hits + otherHits) / (of + otherOf);
  const variance = pooled * (1 - pooled) * (1 / of + 1 / otherOf) * dispersion;
  return variance > 0 ? normalP((hits / of - otherHits / otherOf) / Math.sqrt(variance)) : 1;
}

/** Compares two counts, each over a number of minutes. */
export function rateP(
  [count, minutes]: readonly [number, number],
  [otherCount, otherMinutes]: readonly [number, number],
  dispersion = 1,
): number {
  const pooled = (count + otherCount) / (minutes + otherMinutes);
  const variance = pooled * (1 / minutes + 1 / otherMinutes) * dispersion;
  return variance > 0 ? normalP((count / minutes - otherCount / otherMinutes) / Math.sqrt(variance)) : 1;
}

/** Kolmogorov-Smirnov: the largest distance between two cumulative distributions, and its p-value. */
export function distance(
  cells: Float64Array,
  others: Float64Array,
): { readonly d: number; readonly p: number } {
  const total = (of: Float64Array) => of.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(cells), total(others)];
  if (n === 0 || m === 0) return { d: 0, p: 1 };
  let [one, other, d] = [0, 0, 0];
  for (const [cell, count] of cells.entries()) {
    one += count / n;
    other += (others[cell] ?? 0) / m;
    d = Math.max(d, Math.abs(one - other));
  }
  const lambda = d * Math.sqrt((n * m) / (n + m));
  if (lambda < 0.3) return { d, p: 1 };
  let p = 0;
  for (let k = 1; k <= 20; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda);
  return { d, p: Math.min(1, Math.max(0, p)) };
}

/** How much more counts per minute vary than independent events would; 1 if there are too few minutes. */
export function dispersionOf(counts: readonly number[], weights?: readonly number[]): number {
  const LEAST = 10;
  const sum = counts.reduce((all, count) => all + count, 0);
  const weight = weights?.reduce((all, each) => all + each, 0) ?? counts.length;
  if (counts.length < LEAST || sum === 0 || weight === 0) return 1;
  let chi = 0;
  let used = 0;
  for (const [index, count] of counts.entries()) {
    const expected = (sum * (weights?.[index] ?? 1)) / weight;
    if (expected === 0) continue;
    chi += (count - expected) ** 2 / expected;
    used++;
  }
  return Math.max(1, chi / Math.max(1, used - 1));
}

/** Holm: the indexes of the p-values that are significant, given the number of tests. */
export function beyondChance(ps: readonly number[], alpha: number): Set<number> {
  const order = [...ps.keys()].toSorted((left, right) => (ps[left] ?? 1) - (ps[right] ?? 1));
  const found = new Set<number>();
  for (const [rank, index] of order.entries()) {
    if ((ps[index] ?? 1) > alpha / (ps.length - rank)) break;
    found.add(index);
  }
  return found;
}

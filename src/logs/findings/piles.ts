// Finds durations that pile up in the histogram: windows with many more connections than on either side. Windows may be
// wider for longer durations: if something is checked every ten seconds, its ends spread over ten seconds.
import { BYTES_PER_PAIR } from '../layout.ts';
import { cellStart } from '../scan/histogram.ts';
import type { AccessResult } from '../types.ts';

export interface Pile {
  /** The window, in seconds. */
  readonly from: number;
  readonly to: number;
  /** Connections in it. */
  readonly near: number;
  /** The expected number, from its neighbourhood: the fuller side counts, so that a slope does not look like a pile. */
  readonly usual: number;
  /** The share of connections with a known duration. */
  readonly share: number;
  /** Mean bytes of a connection in it. */
  readonly received: number;
  readonly sent: number;
}

export interface Least {
  readonly share: number;
  readonly count: number;
  /** Multiple of the usual. */
  readonly times: number;
}

/** In seconds. Shorter durations are dense anyway. */
const SHORTEST = 1.9;
/** Width of each side: this multiple of the window's, at least this many seconds, and at most half of the duration. */
const SIDE_TIMES = 2;
const LEAST_SIDE = 4;
/** Standard deviations beyond chance, given the many windows that are tried. */
const DEVIATIONS = 6;

/** The histogram in seconds, with cumulative sums. */
export interface Histogram {
  readonly starts: Float64Array;
  readonly sums: Float64Array;
  readonly bytes: Float64Array;
  readonly known: number;
}

export function histogramOf({ durations, bytes }: Pick<AccessResult, 'durations' | 'bytes'>): Histogram {
  const { cells, count } = durations;
  const sums = new Float64Array(cells.length + 1);
  const starts = new Float64Array(cells.length + 1);
  for (let cell = 0; cell < cells.length; cell++) {
    starts[cell] = cellStart(cell) / 1e6;
    sums[cell + 1] = (sums[cell] ?? 0) + (cells[cell] ?? 0);
  }
  starts[cells.length] = cellStart(cells.length) / 1e6;
  return {
    starts,
    sums,
    bytes,
    known: count,
  };
}

/** The cell that contains a duration. */
function cellAt({ starts }: Histogram, seconds: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Connections up to a number of seconds, assuming that they are spread evenly within a cell. */
function upTo(histogram: Histogram, seconds: number): number {
  const { starts, sums } = histogram;
  const at = cellAt(histogram, seconds);
  const [start = 0, end = start] = [starts[at], starts[at + 1]];
  const [before = 0, after = before] = [sums[at], sums[at + 1]];
  return before + (after - before) * Math.min(1, Math.max(0, (seconds - start) / (end - start)));
}

interface Bytes {
  readonly count: number;
  readonly received: number;
  readonly sent: number;
}

/** Connections and their bytes in a range of pairs. */
function bytesIn({ sums, bytes }: Histogram, firstPair: number, lastPair: number): Bytes {
  let [received, sent] = [0, 0];
  for (let pair = Math.max(0, firstPair); pair <= lastPair; pair++) {
    received += bytes[pair * 2] ?? 0;
    sent += bytes[pair * 2 + 1] ?? 0;
  }
  const at = (pair: number): number =>
    sums[Math.min(sums.length - 1, Math.max(0, pair) * BYTES_PER_PAIR)] ?? 0;
  return { count: at(lastPair + 1) - at(firstPair), received, sent };
}

/** Number of pairs on each side that show what would be there without a pile. */
const SIDE_PAIRS = 4;

/** Mean bytes per connection of a pile, after subtracting the expected ones from its neighbourhood. */
function bytesOfPile(
  histogram: Histogram,
  first: number,
  last: number,
  excess: number,
): Omit<Bytes, 'count'> {
  const [firstPair, lastPair] = [Math.floor(first / BYTES_PER_PAIR), Math.floor(last / BYTES_PER_PAIR)];
  const inside = bytesIn(histogram, firstPair, lastPair);
  const left = bytesIn(histogram, firstPair - SIDE_PAIRS, firstPair - 1);
  const right = bytesIn(histogram, lastPair + 1, lastPair + SIDE_PAIRS);
  const around = left.count + right.count;
  const others = Math.max(0, inside.count - excess);
  const own = (all: number, aside: number): number =>
    Math.max(0, (all - (around === 0 ? 0 : (aside / around) * others)) / Math.max(1, inside.count - others));
  return {
    received: own(inside.received, left.received + right.received),
    sent: own(inside.sent, left.sent + right.sent),
  };
}

/** A window of whole cells: its cells, what it contains, and how many more than usual. */
interface Window extends Omit<Pile, keyof Omit<Bytes, 'count'>> {
  readonly first: number;
  readonly last: number;
  readonly excess: number;
}

/** Measures a window of whole cells and its surroundings. */
function windowOf(histogram: Histogram, first: number, last: number): Window {
  const { starts, sums, known } = histogram;
  const [from = 0, to = 0] = [starts[first], starts[last + 1]];
  const [before = 0, until = 0] = [sums[first], sums[last + 1]];
  const near = until - before;
  const width = to - from;
  const side = Math.min(from / 2, Math.max(LEAST_SIDE, width * SIDE_TIMES));
  const left = Math.max(0, before - upTo(histogram, from - side)) / side;
  const right = Math.max(0, upTo(histogram, to + side) - until) / side;
  const usual = Math.max(left, right) * width;
  const excess = near - ((left + right) / 2) * width;
  return { first, last, from, to, near, usual, share: near / known, excess };
}

const pileIn = (histogram: Histogram, { first, last, excess, ...window }: Window): Pile => ({
  ...window,
  ...bytesOfPile(histogram, first, last, excess),
});

type Measured = Pick<Pile, 'near' | 'usual' | 'share'>;

export const isPile = ({ near, usual, share }: Measured, least: Least): boolean =>
  near >= least.count &&
  share >= least.share &&
  near >= usual * least.times &&
  near >= usual + DEVIATIONS * Math.sqrt(usual + 1);

/** The pile at an expected value: connections may end up to a second early, or two or more late. */
export function pileAt(histogram: Histogram, seconds: number): Pile {
  const late = Math.max(2, seconds * 0.003);
  const first = cellAt(histogram, Math.max(0, seconds - 1));
  return pileIn(histogram, windowOf(histogram, first, cellAt(histogram, seconds + late)));
}

/** Maximum width of a window at a duration, in seconds. */
const widest = (seconds: number): number =>
  Math.max(Math.min(1.2, seconds * 0.3), Math.min(15, seconds / 4), seconds * 0.03);

/** All piles, largest first; none overlaps another, or one of those given. */
export function findPiles(histogram: Histogram, least: Least, known: readonly Pile[]): Pile[] {
  const { starts, sums } = histogram;
  const total = sums.at(-1) ?? 0;
  if (total < least.count) return [];
  const candidates: { readonly window: Window; readonly score: number }[] = [];
  const from = cellAt(histogram, SHORTEST);
  const wanted = Math.max(least.count, total * least.share);
  for (let first = from; first < starts.length - 1; first++) {
    if ((sums[first + 1] ?? 0) === (sums[first] ?? 0)) continue;
    const limit = (starts[first] ?? 0) + widest(starts[first] ?? 0);
    for (let last = first; last < starts.length - 2; last = grown(first, last)) {
      if (last > first && (starts[last + 1] ?? 0) > limit) break;
      if ((sums[last + 1] ?? 0) - (sums[first] ?? 0) < wanted) continue;
      const window = windowOf(histogram, first, last);
      if (isPile(window, least)) candidates.push({ window, score: scoreOf(window) });
    }
  }
  const found: Window[] = [];
  for (const { window } of candidates.toSorted((left, right) => right.score - left.score))
    if (areApart(window, found) && areApart(window, known)) found.push(window);
  return found.toSorted((left, right) => right.near - left.near).map((window) => pileIn(histogram, window));
}

/** The excess relative to random variation: highest for the window that fits best. */
const scoreOf = ({ near, usual }: Measured): number => (near - usual) / Math.sqrt(usual + 1);

type Range = Pick<Pile, 'from' | 'to'>;

/** Whether there is a gap, as wide as both in the mean, between a window and all others. */
const areApart = (one: Range, others: readonly Range[]): boolean =>
  others.every((other) => {
    const gap = (one.to - one.from + other.to - other.from) / 2;
    return one.to + gap <= other.from || other.to + gap <= one.from;
  });

/** The next wider window: by one cell while it is small, then by a quarter. */
const grown = (first: number, last: number): number => last + Math.max(1, Math.floor((last - first + 1) / 4));

/** Roundest first. */
const STEPS = [
  86_400, 43_200, 21_600, 10_800, 7200, 3600, 1800, 1000, 900, 600, 500, 300, 120, 100, 60, 50, 30, 20, 15,
  10, 5, 2, 1,
];

/** The roundest number of seconds in or just before the window; the window's middle if there is none. */
export function roundValueIn({ from, to }: Pile): number {
  const early = Math.max(0.02, Math.min(1, from * 0.002));
  for (const step of STEPS) {
    const value = Math.ceil((from - early) / step) * step;
    if (value > 0 && value < to) return value;
  }
  return Math.round(((from + to) / 2) * 10) / 10;
}

// Fits minutes into a limited number of columns of whole minutes.
import type { MinuteReport } from './types.ts';

/** Possible minutes per column: divisors and multiples of hours and days, so that columns begin at round times. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 4320, 7200, 10_080, 20_160,
] as const;

export interface Timeline {
  /** Minutes per column. */
  readonly step: number;
  /** Start of the first column, in ISO 8601. */
  readonly from: string;
  readonly columns: number;
  /** Sums. */
  readonly opened: readonly number[];
  readonly closed: readonly number[];
  readonly failed: readonly number[];
  /** Maximum number open at the end of a minute; a column without an event keeps the last value of the previous one. */
  readonly open: readonly number[];
}

type Row = Pick<MinuteReport, 'minute' | 'opened'> & Partial<MinuteReport>;

/** @returns undefined if there are no minutes. */
export function timeline(minutes: readonly Row[], most: number): Timeline | undefined {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) return undefined;
  const numberOf = ({ minute }: Row): number => Date.parse(minute) / 60_000;
  const [from, to] = [numberOf(first), numberOf(last)];
  const columnsBy = (step: number): number => Math.floor(to / step) - Math.floor(from / step) + 1;
  const step = STEPS.find((each) => columnsBy(each) <= most) ?? Math.ceil((to - from + 1) / (most - 1));
  const start = Math.floor(from / step);
  const columns = columnsBy(step);
  const sums = { opened: zeros(columns), closed: zeros(columns), failed: zeros(columns) };
  const open: (number | undefined)[] = Array.from({ length: columns });
  let before = 0;
  let column = -1;
  for (const row of minutes) {
    const at = Math.floor(numberOf(row) / step) - start;
    for (; column < at; column++) open[column + 1] = before;
    for (const key of ['opened', 'closed', 'failed'] as const)
      sums[key][at] = (sums[key][at] ?? 0) + (row[key] ?? 0);
    before = row.open ?? 0;
    open[at] = Math.max(open[at] ?? 0, before);
  }
  return {
    step,
    from: new Date(start * step * 60_000).toISOString(),
    columns,
    ...sums,
    open: open.map((value = 0) => value),
  };
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

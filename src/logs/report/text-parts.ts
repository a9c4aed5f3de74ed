// Parts that the texts on both logs share.
import { count } from '../../common/numbers.ts';
import { duration } from './quantities.ts';
import type { DistributionReport, TableReport } from './types.ts';

/** The title of a table, with how much of it is shown and how exact it is. */
export function title(name: string, { rows, keys, error }: TableReport<unknown>): string {
  const shown =
    keys > rows.length ? `: ${rows.length} of ${error > 0 ? 'more than ' : ''}${count(keys)}` : '';
  return `${name}${shown}${error > 0 ? ` (counts at most ${count(error)} too low)` : ''}`;
}

/** How many rows of a table are not shown. */
export const more = ({ rows, keys }: TableReport<unknown>): string[] =>
  keys > rows.length ? [`  and ${count(keys - rows.length)} more; --top shows them`] : [];

/** Quantiles and the maximum, in one line. */
export function quantiles({ known, unknown, p50, p90, p99, max }: DistributionReport): string {
  if (known === 0) return 'not known';
  const words = Object.entries({ p50, p90, p99, max }).map(
    ([name, value]) => `${name} ${duration(value ?? 0)}`,
  );
  return `${words.join(', ')}${unknown > 0 ? `; ${count(unknown)} without a duration in the log` : ''}`;
}

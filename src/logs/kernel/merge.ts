// Merges two tables (Agarwal et al., "Mergeable summaries", 2012): see table.ts.
import { ENTRY_COLUMNS, ENTRY_LENGTH, ENTRY_LENGTH_2, ENTRY_TAG, ENTRY_WEIGHT } from '../layout.ts';
import { bytesOf, findHashed, Table } from './table.ts';

/**
 * Adds the entries of another table of the same kind, in their order.
 *
 * @param at where they are; they take `bytes`. @param error the other table's error. @param join joins the columns that
 * are not merged.
 */
export function mergeTable(
  table: Table,
  at: usize,
  bytes: u32,
  error: f64,
  join: (entry: usize, later: usize) => void,
): void {
  table.error += error;
  const end = at + bytes;
  while (at < end) {
    const key = at + table.head;
    const length: i32 = load<u16>(at, ENTRY_LENGTH);
    const length2: i32 = load<u16>(at, ENTRY_LENGTH_2);
    const tag = load<u32>(at, ENTRY_TAG);
    const entry = findHashed(table, load<u32>(at), key, length, key + length, length2, tag);
    // The lookup added 1 to its weight.
    store<f64>(entry, load<f64>(entry, ENTRY_WEIGHT) - 1 + load<f64>(at, ENTRY_WEIGHT), ENTRY_WEIGHT);
    for (let column = 0; column < table.merged; column++) {
      const place = entry + ENTRY_COLUMNS + (column << 3);
      const left = load<f64>(place);
      const right = load<f64>(at + (column << 3), ENTRY_COLUMNS);
      let value = left + right;
      if ((table.least >> column) & 1 && left != 0 && right != 0) value = min(left, right);
      else if ((table.greatest >> column) & 1) value = max(left, right);
      store<f64>(place, value);
    }
    join(entry, at);
    at += bytesOf(table, at);
  }
}

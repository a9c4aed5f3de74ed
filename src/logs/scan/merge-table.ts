// Two tables -> one.
import { type Column, grow, HASH, type KeyTable, keyOf, META, type TableData, valuesAt } from './table.ts';

/** Adds another table's keys, in their order. */
export function mergeTable(into: KeyTable, from: TableData): void {
  into.error += from.error;
  // It was cut to size.
  if (into.slots.length === 0) grow(into);
  const { stride } = into;
  for (let key = 0; key < from.size; key++) {
    const { start, middle, end, tag } = keyOf(from, key);
    const hash = from.keys[key * META + HASH] ?? 0;
    const at = valuesAt(into, hash, from.arena, start, middle, middle, end, tag);
    const { values } = into;
    // To look it up has put 1 on its weight.
    values[at] = (values[at] ?? 0) - 1 + (from.values[key * stride] ?? 0);
    for (let column = 1; column < stride; column++)
      values[at + column] = combine(
        into.kinds[column - 1],
        values[at + column] ?? 0,
        from.values[key * stride + column] ?? 0,
      );
  }
}

function combine(kind: Column | undefined, left: number, right: number): number {
  switch (kind) {
    case 'min':
      return left === 0 || (right !== 0 && right < left) ? right : left;
    case 'max':
      return Math.max(left, right);
    case 'last':
      return right === 0 ? left : right;
    default:
      return left + right;
  }
}

/** The longest cell of each column. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return widths;
}

/**
 * Rows as columns, two spaces in. Numbers stand to the right.
 *
 * @param left the columns that stand to the left.
 */
export function columns(rows: readonly (readonly string[])[], left: readonly number[]): string[] {
  const widths = columnWidths(rows);
  return rows.map((row) =>
    `  ${row
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return left.includes(index) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')}`.trimEnd(),
  );
}

/** The width of the longest cell in each column. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return widths;
}

/**
 * Lays out rows as columns, indented by two spaces. Cells are right-aligned, as suits numbers.
 *
 * @param left the columns to left-align.
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

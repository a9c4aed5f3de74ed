// Lines of the report for a person: tables, bars, wrapped sentences. All text passes `printable` here.
import { columns, columnWidths } from '../../common/columns.ts';
import { printable } from '../../common/printable.ts';
import { clip } from './quantities.ts';

/** Columns of the whole report. */
const WIDTH = 96;

/** Columns of a cell that is not the wide one. */
const CELL = 40;

/**
 * Rows as columns, two spaces in.
 *
 * @param left columns that stand to the left; numbers stand to the right.
 * @param wide the column that is cut so that a line fits.
 */
export function table(
  rows: readonly (readonly string[])[],
  left: readonly number[],
  wide?: number,
): string[] {
  const cells = rows.map((row) =>
    row.map((cell, index) => (index === wide ? printable(cell) : clip(printable(cell), CELL))),
  );
  if (wide === undefined) return columns(cells, left);
  const widths = columnWidths(cells);
  const others = widths.reduce((sum, width, index) => sum + (index === wide ? 0 : width), 0);
  const room = Math.max(20, WIDTH - 2 * widths.length - others);
  return columns(
    cells.map((row) => row.map((cell, index) => (index === wide ? clip(cell, room) : cell))),
    left,
  );
}

/** A sentence in lines: the first behind `label`, the others under its text. A word that is too long is cut in pieces. */
export function paragraph(label: string, text: string): string[] {
  const room = WIDTH - label.length;
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text)
    .split(' ')
    .flatMap((each) => pieces(each, room)))
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  return [...lines, line].map((each, index) => `${index === 0 ? label : ' '.repeat(label.length)}${each}`);
}

const pieces = (word: string, room: number): string[] =>
  word.length <= room ? [word] : (word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? [word]);

/** A bar: what is not nothing shows. */
export const bar = (value: number, most: number, width: number): string =>
  value <= 0 || most <= 0 ? '' : '█'.repeat(Math.round((value / most) * width)) || '▏';

const LEVELS = '▁▂▃▄▅▆▇█';

/** One column a value; nothing is a space, and what is not nothing shows. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(0, ...values);
  return values
    .map((value) => (value <= 0 ? ' ' : (LEVELS[Math.ceil((value / most) * LEVELS.length) - 1] ?? '')))
    .join('');
}

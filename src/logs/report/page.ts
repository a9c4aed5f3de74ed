// Formats the report for people: tables, bars and wrapped sentences, as wide as the terminal. All text passes
// `printable` here.
import { columns, columnWidths } from '../../common/columns.ts';
import { printable } from '../../common/printable.ts';
import { clip } from './quantities.ts';

export interface PageOptions {
  /** Columns of the whole report, 60 to 200. */
  readonly width?: number;
  /** Only ASCII, for terminals and locales without other characters. */
  readonly isAscii?: boolean;
}

export interface TableOptions {
  /** Left-aligned columns; the others are numbers and right-aligned. */
  readonly left: readonly number[];
  /** The column that is truncated to make a line fit. */
  readonly wide?: number;
  /** Columns to leave out if that is not enough, in this order. */
  readonly drop?: readonly number[];
}

export interface Page {
  readonly width: number;
  /** Rows in aligned columns, indented by two spaces. */
  table(rows: readonly (readonly string[])[], options: TableOptions): string[];
  /**
   * A wrapped sentence: the first line follows `label`, the others are aligned with its text. Words that are too long
   * are split.
   */
  paragraph(label: string, text: string): string[];
  /** A bar; any value above 0 is visible. */
  bar(value: number, most: number, width: number): string;
  /** One column per value: 0 is a space, and any value above 0 is visible. */
  sparkline(values: readonly number[]): string;
  /** Wraps the lines of a section that are too long. */
  fit(lines: readonly string[]): string[];
}

const DEFAULT_WIDTH = 96;
const LEAST_WIDTH = 60;
const MOST_WIDTH = 200;
/** Maximum share of the width for a cell in any other column than the wide one. */
const CELL_SHARE = 0.42;
/** Minimum width of the wide column. */
const LEAST_WIDE = 12;
/** Other columns are left out before it gets narrower than this. */
const GOOD_WIDE = 28;
/** Colour sequences begin with it. */
const ESCAPE = '\u001B';
const PAINT = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');
const NOT_ASCII = new RegExp(`[^${ESCAPE} -~]`, 'gu');
const LEVELS = '▁▂▃▄▅▆▇█';
const ASCII_LEVELS = '.:-=+*#@';

export function newPage({ width: asked = DEFAULT_WIDTH, isAscii = false }: PageOptions = {}): Page {
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, asked));
  const shown = (text: string): string => (isAscii ? ascii(printable(text)) : printable(text));
  const cellWidth = Math.max(24, Math.floor(width * CELL_SHARE));
  const levels = isAscii ? ASCII_LEVELS : LEVELS;
  return {
    width,
    table(rows, { left, wide, drop = [] }) {
      const cells = rows.map((row) =>
        row.map((cell, index) => (index === wide ? shown(cell) : clip(shown(cell), cellWidth))),
      );
      const kept = keptColumns(columnWidths(cells), width, wide, drop);
      const picked = cells.map((row) => kept.map((index) => row[index] ?? ''));
      const cut = wide === undefined ? -1 : kept.indexOf(wide);
      const others = columnWidths(picked).reduce((sum, each, at) => sum + 2 + (at === cut ? 0 : each), 0);
      const room = Math.max(LEAST_WIDE, width - others);
      const lines = columns(
        picked.map((row) => row.map((cell, at) => (at === cut ? clip(cell, room) : cell))),
        kept.flatMap((index, at) => (left.includes(index) ? [at] : [])),
      );
      return lines.map((line) => (line.length > width ? line.slice(0, width).trimEnd() : line));
    },
    paragraph: (label, text) => wrapped(label, shown(text), width),
    bar: (value, most, of) =>
      value <= 0 || most <= 0
        ? ''
        : (isAscii ? '#' : '█').repeat(Math.round((value / most) * of)) || (isAscii ? '.' : '▏'),
    sparkline(values) {
      const most = Math.max(0, ...values);
      return values
        .map((value) => (value <= 0 ? ' ' : (levels[Math.ceil((value / most) * levels.length) - 1] ?? '')))
        .join('');
    },
    fit: (lines) =>
      lines.flatMap((line) => {
        const text = isAscii ? ascii(line) : line;
        // The colour sequences of a severity have no width.
        if (text.replaceAll(PAINT, '').length <= width) return [text];
        const indent = /^ */.exec(text)?.[0] ?? '';
        return wrapped(indent, text.trimStart(), width, `${indent}  `);
      }),
  };
}

/** The columns that fit, after leaving out those in `drop` as needed. */
function keptColumns(
  widths: readonly number[],
  width: number,
  wide: number | undefined,
  drop: readonly number[],
): number[] {
  const needs = widths.map((each, index) => 2 + (index === wide ? Math.min(GOOD_WIDE, each) : each));
  let kept = widths.map((_, index) => index);
  for (const column of drop) {
    if (kept.reduce((sum, index) => sum + (needs[index] ?? 0), 0) <= width) break;
    kept = kept.filter((index) => index !== column);
  }
  return kept;
}

function wrapped(label: string, text: string, width: number, hanging = ' '.repeat(label.length)): string[] {
  const room = width - Math.max(label.length, hanging.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, room)))
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  return [...lines, line].map((each, index) => `${index === 0 ? label : hanging}${each}`);
}

const pieces = (word: string, room: number): string[] =>
  word.length <= room ? [word] : (word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? [word]);

const IN_ASCII: Readonly<Record<string, string>> = {
  '≥': '>=',
  '×': 'x',
  '–': '-',
  '—': '-',
  '’': "'",
  '…': '...',
};

/** Keeps the escape character of colour sequences. */
const ascii = (text: string): string =>
  text.replaceAll(
    NOT_ASCII,
    (character) => IN_ASCII[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

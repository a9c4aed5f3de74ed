// --lines: prints the lines themselves, and nothing else, to standard output.
import { many } from '../../common/numbers.ts';
import { printable } from '../../common/printable.ts';
import type { ShownLines } from '../../logs/types.ts';
import { isTerminal, printToStderr, writeOut, writeReport } from '../io/output.ts';
import { MOST_LINES } from './read-options.ts';

const FEED = Buffer.from('\n');

/** Prints lines unchanged for a program; on a terminal, escapes all control sequences, colours included. */
export function printLines({ lines, hasMore }: ShownLines): void {
  if (isTerminal('stdout'))
    writeReport(lines.map((line) => `${printable(Buffer.from(line).toString('utf8'))}\n`).join(''));
  else writeOut(Buffer.concat(lines.flatMap((line) => [line, FEED])));
  if (lines.length === 0)
    printToStderr('No line counts: none meets the conditions and the time, or there is none.');
  if (!hasMore) return;
  const more = Math.min(MOST_LINES, lines.length * 10);
  printToStderr(
    `These are the first ${many(lines.length, 'line')}; ${more > lines.length ? `--lines ${more} shows more` : 'more are not shown: choose them with --where, --since and --until'}.`,
  );
}

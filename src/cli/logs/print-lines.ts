// --lines: the lines themselves, and nothing else on standard output.
import { count, many } from '../../common/numbers.ts';
import type { ShownLines } from '../../logs/types.ts';
import { isTerminal, tell, writeOut, writeReport } from '../io/output.ts';

const FEED = Buffer.from('\n');

/** As they are where a program reads them; on a terminal without what it would obey. */
export function printLines({ lines, hasMore }: ShownLines): void {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, FEED]));
  if (isTerminal('stdout')) writeReport(bytes.toString('utf8'));
  else writeOut(bytes);
  if (hasMore)
    tell(
      `These are the first ${many(lines.length, 'line')}; --lines ${count(lines.length * 10)} shows more.`.replaceAll(
        ',',
        '',
      ),
    );
}

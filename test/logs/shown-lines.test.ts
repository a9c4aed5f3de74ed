// --lines: the first matching lines, unchanged, in the order of the input however many files and threads there are.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { readWhere } from '../../src/logs/where.ts';
import type { ShownLines } from '../../src/logs/types.ts';
import { accessLine } from '../athena/lines.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const lines = Array.from({ length: 200 }, (_, index) =>
  accessLine({
    agent: `${index} \\x22${index}\\x22`,
    ...(index % 3 === 0 && { type: 'https', status: '502' }),
  }),
);
async function shown(most: number): Promise<{ lines: string[]; hasMore: boolean }> {
  const folder = temporaryFolder();
  for (let file = 0; file < 4; file++)
    writeFileSync(
      join(folder, `${file}.log`),
      `not a line\n${lines.slice(file * 50, file * 50 + 50).join('\r\n')}\n`,
    );
  const got: ShownLines[] = [];
  const where = readWhere(['status=5xx']).program;
  await scanPaths({
    kind: 'access',
    paths: [folder],
    workers: 0,
    where,
    lines: most,
    onLines: (each) => got.push(each),
  });
  const [{ lines: all, hasMore } = { lines: [], hasMore: false }] = got;
  return { lines: all.map((line) => Buffer.from(line).toString()), hasMore };
}

const failed = lines.filter((_, index) => index % 3 === 0);

it.each([
  [1000, false],
  [failed.length, false],
  [failed.length - 1, true],
  [60, true],
  [1, true],
])('returns %d at most', async (most, hasMore) => {
  expect(await shown(most)).toEqual({ lines: failed.slice(0, most), hasMore });
});

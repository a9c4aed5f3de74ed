import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { KnownError } from '../../src/common/known-error.ts';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { gzipped, logTexts } from './generator/files.mjs';
import { runs } from '../helpers/scale.ts';

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  remove: fc.nat({ max: 40 }),
  insert: fc.uint8Array({ maxLength: 8 }),
});

const edited = (
  bytes: Buffer,
  edits: readonly { at: number; remove: number; insert: Uint8Array }[],
): Buffer =>
  edits.reduce((result, { at, remove, insert }) => {
    const place = Math.floor(at * result.length);
    return Buffer.concat([result.subarray(0, place), insert, result.subarray(place + remove)]);
  }, bytes);

it('a damaged file never crashes the scan, and both ways to gunzip read the same from it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  const path = join(folder, 'log');
  const texts = Array.from(
    { length: 8 },
    (_, seed) => logTexts({ seed, bytes: 3000, malformed: 0.1 }).next().value ?? '',
  );
  const run = async (seed: number, members: number, edits: Parameters<typeof edited>[1], cut: number) => {
    const whole = members === 0 ? Buffer.from(texts[seed]!, 'latin1') : gzipped(texts[seed]!, members);
    const bytes = edited(whole, edits);
    writeFileSync(path, bytes.subarray(0, Math.ceil(cut * bytes.length)));
    const scan = (inflate: 'best' | 'stream') =>
      scanPaths({ paths: [path], kind: 'access', workers: 0, inflate }).catch((error: unknown) => {
        // A file that no longer looks like a log.
        if (error instanceof KnownError) return error.message;
        throw error;
      });
    const best = await scan('best');
    expect(await scan('stream')).toEqual(best);
    if (typeof best === 'string') return;
    const { lines, counted, malformed, outsideTime, foreign } = best;
    expect(counted + malformed + outsideTime + foreign).toBe(lines);
  };
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: texts.length - 1 }),
        fc.nat({ max: 3 }),
        fc.array(edit, { maxLength: 3 }),
        fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
        run,
      ),
      runs(100),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

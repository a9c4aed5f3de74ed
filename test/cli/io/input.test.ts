import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputTooLarge, readBytes, readText } from '../../../src/cli/io/input.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

const MEGABYTE = 1_000_000;

describe('readText', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, MEGABYTE])('reads %i bytes, up to the limit', (size) => {
    const file = join(temporaryFolder(), 'a');
    writeFileSync(file, 'x'.repeat(size));
    expect(readText(file, MEGABYTE)).toBe('x'.repeat(size));
  });

  it('keeps a character whole that spans two reads', () => {
    const file = join(temporaryFolder(), 'a');
    const text = `${'x'.repeat(65_535)}€`;
    writeFileSync(file, text);
    expect(readText(file, MEGABYTE)).toBe(text);
  });

  it('refuses one byte too many, a sparse file of 3 GB, and an endless device', () => {
    const file = join(temporaryFolder(), 'a');
    writeFileSync(file, 'x'.repeat(MEGABYTE + 1));
    expect(() => readBytes(file, MEGABYTE)).toThrow(InputTooLarge);
    truncateSync(file, 3e9);
    expect(() => readBytes(file, MEGABYTE)).toThrow(InputTooLarge);
    expect(() => readBytes('/dev/zero', MEGABYTE)).toThrow(InputTooLarge);
  });

  it("reads the null device as empty, and throws the system's error for a missing file or a folder", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'b'));
    expect(readText('/dev/null', 1)).toBe('');
    expect(() => readText(join(folder, 'a'), 1)).toThrow(/ENOENT/);
    expect(() => readText(join(folder, 'b'), 1)).toThrow(/EISDIR/);
  });
});

import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { CacheFolders, KEEP_BYTES, KEEP_DAYS, type Way } from '../../../src/cli/entry/cache-folder.ts';
import type { OpenFile } from '../../../src/cli/entry/cache-file.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

const USER = process.geteuid?.() ?? 0;
const DAY = 24 * 60 * 60;

let home: string;
let spare: string;
let ways: Way[];
let caches: CacheFolders;
beforeEach(() => {
  home = temporaryFolder();
  spare = temporaryFolder();
  ways = [home, spare].map((base) => [base, 'tool', 'code'] as const);
  caches = new CacheFolders(() => ways, USER);
});

const codeIn = (base: string) => join(base, 'tool', 'code');
const whole = ({ size, read }: OpenFile): string | undefined => {
  const bytes = Buffer.alloc(size);
  return read(bytes, 0) ? bytes.toString() : undefined;
};
const read = (name = 'a.cache', from = caches) => from.read(name, whole);
const write = (contents = 'contents', to = caches) => to.write('a.cache', Buffer.from(contents));
const filesIn = (base: string) => readdirSync(base, { recursive: true, encoding: 'utf8' }).sort();
const modeOf = (path: string) => lstatSync(path).mode & 0o777;

test('keeps a file in the first folder', () => {
  expect(read()).toBeUndefined();
  expect(write()).toBe(true);
  expect(read()).toBe('contents');
  expect(filesIn(home)).toEqual(['tool', 'tool/code', 'tool/code/a.cache']);
  expect(filesIn(spare)).toEqual([]);
});

test('replaces a file, and leaves no other files', () => {
  write('one');
  write('two');
  expect(read()).toBe('two');
  expect(readdirSync(codeIn(home))).toEqual(['a.cache']);
});

test('creates missing parent folders', () => {
  ways = [[join(home, 'not', 'yet'), 'tool', 'code']];
  expect(write()).toBe(true);
  expect(read()).toBe('contents');
});

test.skipIf(process.platform === 'win32')('is private to the user, whatever the umask', () => {
  const umask = process.umask(0);
  onTestFinished(() => void process.umask(umask));
  write();
  expect(modeOf(join(home, 'tool'))).toBe(0o700);
  expect(modeOf(codeIn(home))).toBe(0o700);
  expect(modeOf(join(codeIn(home), 'a.cache'))).toBe(0o600);
});

describe('falls back to the next folder', () => {
  const expectSpare = () => {
    expect(write('spare')).toBe(true);
    expect(filesIn(spare)).toContain('tool/code/a.cache');
    expect(read()).toBe('spare');
  };

  test('when a file is in the way', () => {
    writeFileSync(join(home, 'tool'), '');
    expectSpare();
  });

  test('when the folder is a link', () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(home, 'tool'));
    symlinkSync(elsewhere, codeIn(home));
    writeFileSync(join(elsewhere, 'a.cache'), 'planted', { mode: 0o600 });
    expectSpare();
    expect(readFileSync(join(elsewhere, 'a.cache'), 'utf8')).toBe('planted');
  });

  test('when the folder above it is a link', () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(elsewhere, 'code'), { mode: 0o700 });
    symlinkSync(elsewhere, join(home, 'tool'));
    writeFileSync(join(elsewhere, 'code', 'a.cache'), 'planted', { mode: 0o600 });
    expectSpare();
  });

  test('when others may write to it', () => {
    write('planted');
    chmodSync(codeIn(home), 0o777);
    expectSpare();
  });

  test('when it cannot be written to, leaving nothing behind', () => {
    mkdirSync(join(codeIn(home), 'a.cache'), { recursive: true });
    chmodSync(codeIn(home), 0o700);
    expectSpare();
    expect(readdirSync(codeIn(home))).toEqual(['a.cache']);
  });

  test.runIf(USER === 0)(
    "when it is in another user's home, where root would create folders of its own",
    async () => {
      const { chownSync } = await import('node:fs');
      chownSync(home, 12_345, 12_345);
      expectSpare();
      expect(filesIn(home)).toEqual([]);
    },
  );
});

describe('does not read a file', () => {
  test('when it or its folder belongs to somebody else', () => {
    write();
    const others = new CacheFolders(() => ways, USER + 1);
    expect(read('a.cache', others)).toBeUndefined();
    expect(write('mine', others)).toBe(false);
    expect(readFileSync(join(codeIn(home), 'a.cache'), 'utf8')).toBe('contents');
  });

  test('when others may write to it', () => {
    write();
    chmodSync(join(codeIn(home), 'a.cache'), 0o666);
    expect(read()).toBeUndefined();
    write('again');
    expect(read()).toBe('again');
  });

  test('when it is a link', () => {
    write();
    symlinkSync('a.cache', join(codeIn(home), 'b.cache'));
    expect(read('b.cache')).toBeUndefined();
    linkSync(join(codeIn(home), 'a.cache'), join(codeIn(home), 'c.cache'));
    expect(read('c.cache')).toBe('contents');
  });

  test('when it is a folder', () => {
    write();
    mkdirSync(join(codeIn(home), 'b.cache'));
    expect(read('b.cache')).toBeUndefined();
  });

  test('when its contents are rejected, and tries the next folder', () => {
    write('bad');
    new CacheFolders(() => ways.slice(1), USER).write('a.cache', Buffer.from('good'));
    expect(caches.read('a.cache', (file) => (whole(file) === 'good' ? 'good' : undefined))).toBe('good');
  });
});

test('replaces a link in place of the file instead of following it', () => {
  write();
  const victim = join(spare, 'victim');
  writeFileSync(victim, 'untouched');
  symlinkSync(victim, join(codeIn(home), 'b.cache'));
  caches.write('b.cache', Buffer.from('contents'));
  expect(read('b.cache')).toBe('contents');
  expect(readFileSync(victim, 'utf8')).toBe('untouched');
});

describe('deletes unused caches', () => {
  const put = (name: string, days: number, size = 1) => {
    const path = join(codeIn(home), name);
    writeFileSync(path, Buffer.alloc(size), { mode: 0o600 });
    const time = Date.now() / 1000 - days * DAY;
    utimesSync(path, time, time);
  };
  const left = () => {
    caches.write('new.cache', Buffer.from('new'));
    return readdirSync(codeIn(home)).sort();
  };
  beforeEach(() => void write());

  test('by age', () => {
    put('old.cache', KEEP_DAYS + 1);
    put('in-use.cache', KEEP_DAYS - 1);
    expect(left()).toEqual(['a.cache', 'in-use.cache', 'new.cache']);
  });

  test('by size, the oldest first', () => {
    put('1.cache', 3, KEEP_BYTES / 2);
    put('2.cache', 2, KEEP_BYTES / 2);
    put('3.cache', 1, KEEP_BYTES / 4);
    expect(left()).toEqual(['2.cache', '3.cache', 'a.cache', 'new.cache']);
  });

  test('left by killed writers, but not one that is being written', () => {
    put('killed.cache.x.tmp', 1);
    put('writing.cache.x.tmp', 0);
    expect(left()).toEqual(['a.cache', 'new.cache', 'writing.cache.x.tmp']);
  });

  test('but a read keeps a cache alive', () => {
    put('a.cache', KEEP_DAYS - 1);
    expect(read()).toBeDefined();
    expect(Date.now() - statSync(join(codeIn(home), 'a.cache')).mtimeMs).toBeLessThan((DAY / 2) * 1000);
  });
});

test('caches nothing, without failing, when no folder can be used', () => {
  const none = new CacheFolders(() => [], USER);
  expect(none.write('a.cache', Buffer.from(''))).toBe(false);
  expect(read('a.cache', none)).toBeUndefined();
});

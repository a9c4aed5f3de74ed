import { describe, expect, test } from 'vitest';
import { cacheName, decodeCache, encodeCache, type CacheKey } from '../../../src/cli/entry/cache-file.ts';

const KEY: CacheKey = { path: '/opt/dist/cli/main.cjs', source: Buffer.from('(1 + 1)'), engine: 'v20 x64' };
const DATA = Buffer.from('what V8 made of it');

const decode = (file: Buffer, key = KEY, allocate = (length: number) => Buffer.alloc(length)) =>
  decodeCache(
    key,
    {
      size: file.length,
      read: (into, at) => file.copy(into, 0, at, at + into.length) === into.length,
    },
    allocate,
  );

test('returns what was stored', () => {
  expect(decode(encodeCache(KEY, DATA))).toEqual(DATA);
});

test('data may take the place of the source', () => {
  const memory = Buffer.alloc(100);
  const source = memory.subarray(0, memory.write('(1 + 1)'));
  const data = decode(encodeCache(KEY, DATA), { ...KEY, source }, (length) => memory.subarray(0, length));
  expect(data).toEqual(DATA);
  expect(memory.subarray(0, DATA.length)).toEqual(DATA);
});

test('holds data and sources larger than one read', () => {
  const key = { ...KEY, source: Buffer.alloc(200_001, 'source ') };
  const data = Buffer.alloc(300_001, 'data ');
  const file = encodeCache(key, data);
  expect(decode(file, key)?.equals(data)).toBe(true);
  file[file.length - 1]! ^= 1;
  expect(decode(file, key)).toBeUndefined();
});

test.each<[string, Partial<CacheKey>]>([
  ['another source of the same length', { source: Buffer.from('(1 - 1)') }],
  ['a longer source', { source: Buffer.from('(1 + 1);') }],
  ['another folder', { path: '/usr/dist/cli/main.cjs' }],
  ['another version of V8', { engine: 'v22 x64' }],
])('is refused for %s', (_, other) => {
  expect(decode(encodeCache(KEY, DATA), { ...KEY, ...other })).toBeUndefined();
});

describe('refuses damage:', () => {
  const file = encodeCache(KEY, DATA);

  test('any bit', () => {
    for (let at = 0; at < file.length * 8; at++) {
      const damaged = Buffer.from(file);
      damaged[at >> 3]! ^= 1 << (at & 7);
      expect(decode(damaged), `bit ${at}`).toBeUndefined();
    }
  });

  test('any other length', () => {
    for (let length = 0; length < file.length; length++)
      expect(decode(file.subarray(0, length)), `${length} bytes`).toBeUndefined();
    for (let more = 1; more < 5; more++)
      expect(decode(Buffer.concat([file, Buffer.alloc(more)]))).toBeUndefined();
  });

  test('zeros from anywhere to the end, as after a power loss', () => {
    for (let from = 0; from < file.length; from++)
      expect(decode(Buffer.from(file).fill(0, from)), `from ${from}`).toBeUndefined();
  });

  test('empty data', () => {
    expect(decode(encodeCache(KEY, Buffer.alloc(0)))).toBeUndefined();
  });
});

test('a cache is named after its source, and differs by folder and version, not by contents', () => {
  const name = cacheName(KEY);
  expect(name).toMatch(/^main\.cjs-[0-9a-f]{16}\.cache$/);
  expect(cacheName({ ...KEY, source: Buffer.from('2') })).toBe(name);
  const others = [
    cacheName({ ...KEY, path: '/usr/dist/cli/main.cjs' }),
    cacheName({ ...KEY, path: String.raw`C:\dist\cli\main.cjs` }),
    cacheName({ ...KEY, engine: 'v22 x64' }),
  ];
  expect(new Set([name, ...others]).size).toBe(4);
  for (const other of others) expect(other).toMatch(/^main\.cjs-[0-9a-f]{16}\.cache$/);
});

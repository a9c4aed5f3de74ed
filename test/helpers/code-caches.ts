// The code caches of the built command, and ways to damage them.
import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The caches in a cache directory, by name. */
export function cachesAt(home: string, tool = 'websocket-alb'): string[] {
  const folder = join(home, tool, 'code-cache');
  const names = readdirSync(folder).filter((name) => name.endsWith('.cache'));
  return names.sort().map((name) => join(folder, name));
}

/** Repeatable pseudo-random numbers from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    state ^= state >>> 12;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Damages one cache, in a way that depends on the seed, and returns its path. */
export function damage(home: string, seed: number): string {
  const random = randomFrom(seed);
  const caches = cachesAt(home);
  const at = Math.floor(random() * caches.length);
  const path = caches[at] ?? '';
  const bytes = readFileSync(path);
  const place = Math.floor(random() * bytes.length);
  const kinds = [
    () => {
      bytes[place]! ^= 1 << Math.floor(random() * 8);
      writeFileSync(path, bytes);
    },
    () => {
      // In units of a disk: a lost block.
      const block = Math.floor(place / 4096) * 4096;
      writeFileSync(path, Buffer.from(bytes).fill(0, block, Math.min(block + 4096, bytes.length)));
    },
    () => truncateSync(path, place),
    () => truncateSync(path, 0),
    () => copyFileSync(caches[(at + 1) % caches.length] ?? '', path),
    () => writeFileSync(path, bytes.fill(0, place)),
  ];
  kinds[seed % kinds.length]?.();
  return path;
}

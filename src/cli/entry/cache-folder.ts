// Files in a folder that nobody else can write to: a code cache is a program, so whoever writes one can run code as its
// reader. Nothing here throws file system errors: a cache that cannot be read or written is simply not used.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import type { OpenFile } from './cache-file.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Caches unused for this long are deleted, and so are the oldest if all together exceed KEEP_BYTES. */
export const KEEP_DAYS = 60;
export const KEEP_BYTES = 32_000_000;
/** Writing takes milliseconds. Temporary files left by a killed process are deleted after this. */
const KEEP_TEMPORARY = DAY / 24;

const OTHERS_MAY_WRITE = 0o022;
// Do not follow links or wait for pipes. Windows has neither flag.
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The path to a folder in parts. The first part already exists; this program creates the rest. */
export type Way = readonly [base: string, ...rest: string[]];

/**
 * Caches in the first usable one of several folders. `ways` lists them, best first, and is called each time; `user` is
 * undefined on systems without file owners, such as Windows.
 */
export class CacheFolders {
  readonly #ways: () => Iterable<Way>;
  readonly #user: number | undefined;

  constructor(ways: () => Iterable<Way>, user: number | undefined) {
    this.#ways = ways;
    this.#user = user;
  }

  /** The result of `decode` for the first file of that name that it accepts; it returns undefined to reject one. */
  read<T>(name: string, decode: (file: OpenFile) => T | undefined): T | undefined {
    for (const way of this.#ways()) {
      try {
        const result = this.#isPrivate(way) ? this.#decode(join(...way, name), decode) : undefined;
        if (result !== undefined) return result;
      } catch {
        // Missing or not readable.
      }
    }
    return undefined;
  }

  /** Writes atomically into the first folder that can be created and written to. */
  write(name: string, contents: Uint8Array): boolean {
    for (const way of this.#ways()) {
      try {
        if (!this.#make(way)) continue;
        replaceFile(join(...way), name, contents);
        clearAway(join(...way));
        return true;
      } catch {
        // Full, read-only, or someone else's: try the next one.
      }
    }
    return false;
  }

  /** Whether the folders this program created belong to this user alone. */
  #isPrivate([base, ...rest]: Way): boolean {
    let folder = base;
    return rest.every((part, at) => {
      folder = join(folder, part);
      const stats = lstatSync(folder);
      // The folders above may be group-writable, as homes can be: whatever the group puts in place of the last folder
      // has another owner.
      const isLast = at === rest.length - 1;
      return stats.isDirectory() && this.#isOwn(stats) && !(isLast && this.#isWritableByOthers(stats));
    });
  }

  #make(way: Way): boolean {
    const [base] = way;
    if (this.#user !== undefined) {
      // Under another user's home, as with sudo, root would leave folders that the home's owner cannot use.
      const { uid } = statSync(existing(base));
      if (uid !== this.#user && uid !== 0) return false;
    }
    mkdirSync(join(...way), { recursive: true, mode: 0o700 });
    return this.#isPrivate(way);
  }

  #decode<T>(path: string, decode: (file: OpenFile) => T | undefined): T | undefined {
    const file = openSync(path, READ);
    try {
      const stats = fstatSync(file);
      // Checked on the open file: whoever swaps a folder between that check and this one cannot create files owned by
      // this user.
      if (!stats.isFile() || !this.#isOwn(stats) || this.#isWritableByOthers(stats)) return undefined;
      const result = decode({
        size: stats.size,
        read: (into, at) => readSync(file, into, 0, into.length, at) === into.length,
      });
      if (result !== undefined && Date.now() - stats.mtimeMs > DAY) markAsUsed(file);
      return result;
    } finally {
      closeSync(file);
    }
  }

  #isOwn = ({ uid }: Stats): boolean => this.#user === undefined || uid === this.#user;
  #isWritableByOthers = ({ mode }: Stats): boolean =>
    this.#user !== undefined && (mode & OTHERS_MAY_WRITE) !== 0;
}

function existing(folder: string): string {
  const above = join(folder, '..');
  return above === folder || statSync(folder, { throwIfNoEntry: false }) ? folder : existing(above);
}

/** The modification time records the day of last use, so that unused caches are deleted first. */
function markAsUsed(file: number): void {
  try {
    const now = new Date();
    futimesSync(file, now, now);
  } catch {
    // Read-only file system.
  }
}

function replaceFile(folder: string, name: string, contents: Uint8Array): void {
  const temporary = join(folder, `${name}.${Math.random().toString(36).slice(2)}.tmp`);
  // 'wx': fails if anything exists there, links included.
  const file = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeFileSync(file, contents);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, join(folder, name));
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

/** Deletes caches unused for long, and temporary files of killed processes. */
function clearAway(folder: string): void {
  const files = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), name }))
    .map((file) => ({ ...file, stats: lstatSync(file.path, { throwIfNoEntry: false }) }))
    .flatMap(({ stats, ...file }) => (stats?.isFile() ? [{ ...file, ...sizeAndAge(stats) }] : []))
    .toSorted((a, b) => a.age - b.age);
  let kept = 0;
  for (const { path, name, size, age } of files) {
    const limit = name.endsWith('.tmp') ? KEEP_TEMPORARY : KEEP_DAYS * DAY;
    kept += size;
    if (age <= limit && kept <= KEEP_BYTES) continue;
    try {
      unlinkSync(path);
    } catch {
      // Another process was faster.
    }
  }
}

const sizeAndAge = ({ size, mtimeMs }: Stats) => ({ size, age: Date.now() - mtimeMs });

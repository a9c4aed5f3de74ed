// Files in a folder that nobody else can write to: a code cache is a program, so whoever writes one runs code as its
// reader. Nothing here throws an error of the file system: a cache that cannot be read or written is no cache.
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
/** Caches that nobody has used for so long go, and so do the oldest when all together are larger. */
export const KEEP_DAYS = 60;
export const KEEP_BYTES = 32_000_000;
/** A writer takes milliseconds. What is left of one that was killed goes after this. */
const KEEP_TEMPORARY = DAY / 24;

const OTHERS_MAY_WRITE = 0o022;
// A link is not followed, and a pipe is not waited for. Windows knows neither.
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A folder by the way to it. The first part exists already; this program makes the rest. */
export type Way = readonly [base: string, ...rest: string[]];

/**
 * Caches in the first of several folders that can be used. `ways` lists them, best first, and is asked each time; `user` is
 * undefined on a system without owners, as Windows is.
 */
export class CacheFolders {
  readonly #ways: () => Iterable<Way>;
  readonly #user: number | undefined;

  constructor(ways: () => Iterable<Way>, user: number | undefined) {
    this.#ways = ways;
    this.#user = user;
  }

  /**
   * What `decode` makes of the first file of that name that it takes; undefined means that it does not.
   */
  read<T>(name: string, decode: (file: OpenFile) => T | undefined): T | undefined {
    for (const way of this.#ways()) {
      try {
        const result = this.#isPrivate(way) ? this.#decode(join(...way, name), decode) : undefined;
        if (result !== undefined) return result;
      } catch {
        // Not there, or not to be read.
      }
    }
    return undefined;
  }

  /** Writes into the first folder that can be made and written to, whole or not at all. */
  write(name: string, contents: Uint8Array): boolean {
    for (const way of this.#ways()) {
      try {
        if (!this.#make(way)) continue;
        replaceFile(join(...way), name, contents);
        clearAway(join(...way));
        return true;
      } catch {
        // Full, read-only, or taken by somebody else: the next one.
      }
    }
    return false;
  }

  /** Whether this program's part of the way is this user's alone. */
  #isPrivate([base, ...rest]: Way): boolean {
    let folder = base;
    return rest.every((part, at) => {
      folder = join(folder, part);
      const stats = lstatSync(folder);
      // A group may write to what lies above, as it may to a home: what it puts there in place of the last folder has
      // another owner.
      const isLast = at === rest.length - 1;
      return stats.isDirectory() && this.#isOwn(stats) && !(isLast && this.#isWritableByOthers(stats));
    });
  }

  #make(way: Way): boolean {
    const [base] = way;
    if (this.#user !== undefined) {
      // Under another user's home, as with sudo, root would leave folders that this user cannot use.
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
      // Asked of the open file: whoever exchanges a folder between the check and here cannot make a file of this user's.
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

/** The time of change is the day of the last use, so that those go first that nobody needs. */
function markAsUsed(file: number): void {
  try {
    const now = new Date();
    futimesSync(file, now, now);
  } catch {
    // A file system that is read only.
  }
}

function replaceFile(folder: string, name: string, contents: Uint8Array): void {
  const temporary = join(folder, `${name}.${Math.random().toString(36).slice(2)}.tmp`);
  // 'wx': only where there is nothing, and through no link.
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

/** Removes what nobody has used for long, and what is left of writers that were killed. */
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

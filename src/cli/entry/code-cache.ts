// Runs scripts with V8's code cache. Without it, Node spends as long compiling as on everything else.
import { isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Script } from 'node:vm';
import { cacheName, decodeCache, encodeCache, type CacheKey } from './cache-file.ts';
import type { CacheFolders } from './cache-folder.ts';

/** Enough for most files. The system provides it page by page, as it is used. */
const MEMORY_BYTES = 1_048_576;

/** Runs files as scripts, and keeps the compiled code of those without a cache for the next run. */
export class CodeCache {
  readonly #folders: CacheFolders;
  readonly #engine: string;
  readonly #compiled: { readonly key: CacheKey; readonly script: Script }[] = [];
  /** For one file after the other, because touching fresh memory takes longer than reading. */
  #memory = Buffer.allocUnsafeSlow(MEMORY_BYTES);

  /**
   * @param engine what V8's data depends on besides the source
   */
  constructor(folders: CacheFolders, engine: string) {
    this.#folders = folders;
    this.#engine = engine;
  }

  /**
   * The value of the script in a file.
   *
   * @throws the system's error when the file cannot be read; whatever the script throws.
   */
  run(path: string): unknown {
    const source = this.#read(path);
    // esbuild writes ASCII, which decodes faster as latin1; an installed file may have been edited by hand.
    const encoding = isAscii(source) ? 'latin1' : 'utf8';
    const text = source.toString(encoding);
    const key: CacheKey = { path, source, engine: this.#engine };
    const cachedData = this.#folders.read(cacheName(key), (file) =>
      decodeCache(key, file, (length) => this.#first(length)),
    );
    const script = new Script(text, cachedData ? { filename: path, cachedData } : { filename: path });
    if (!cachedData || script.cachedDataRejected)
      this.#compiled.push({ key: { ...key, source: Buffer.from(text, encoding) }, script });
    return script.runInThisContext();
  }

  /** Writes the caches. Called at the end of a run, so that they include the functions that it called. */
  keep(): void {
    for (const { key, script } of this.#compiled.splice(0))
      this.#folders.write(cacheName(key), encodeCache(key, script.createCachedData()));
  }

  #read(path: string): Buffer {
    const file = openSync(path, 'r');
    try {
      const into = this.#first(fstatSync(file).size);
      return into.subarray(0, readSync(file, into, 0, into.length, 0));
    } finally {
      closeSync(file);
    }
  }

  /** The first bytes of the memory. What the last caller got is lost. */
  #first(length: number): Buffer {
    if (length > this.#memory.length) this.#memory = Buffer.allocUnsafeSlow(length);
    return this.#memory.subarray(0, length);
  }
}

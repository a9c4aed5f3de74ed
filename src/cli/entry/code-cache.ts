// Scripts with V8's code cache. Without one, Node spends as long on compiling as on everything else.
import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { cacheName, decodeCache, encodeCache, type CacheKey } from './cache-file.ts';
import type { CacheFolders } from './cache-folder.ts';

/** Runs files as scripts; those that V8 had to compile are kept for the next run. */
export class CodeCache {
  readonly #folders: CacheFolders;
  readonly #engine: string;
  readonly #compiled: { readonly key: CacheKey; readonly script: Script }[] = [];

  /**
   * @param engine what makes V8's data differ besides the source
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
    const source = readFileSync(path);
    const key: CacheKey = { path, source, engine: this.#engine };
    const cachedData = this.#folders.read(cacheName(key), (file) => decodeCache(key, file));
    // esbuild writes ASCII, which is read faster; an installed file may have been edited by hand.
    const text = source.toString(isAscii(source) ? 'latin1' : 'utf8');
    const script = new Script(text, cachedData ? { filename: path, cachedData } : { filename: path });
    if (!cachedData || script.cachedDataRejected) this.#compiled.push({ key, script });
    return script.runInThisContext();
  }

  /** Keeps what was compiled. At the end of a run, so that the functions that it called are in it. */
  keep(): void {
    for (const { key, script } of this.#compiled.splice(0))
      this.#folders.write(cacheName(key), encodeCache(key, script.createCachedData()));
  }
}

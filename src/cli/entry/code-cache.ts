// Runs scripts with V8's code cache. Without it, Node spends as long compiling as on everything else.
import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { cacheName, decodeCache, encodeCache, type CacheKey } from './cache-file.ts';
import type { CacheFolders } from './cache-folder.ts';

/** Runs files as scripts, and keeps the compiled code of those without a cache for the next run. */
export class CodeCache {
  readonly #folders: CacheFolders;
  readonly #engine: string;
  readonly #compiled: { readonly key: CacheKey; readonly script: Script }[] = [];

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
    const source = readFileSync(path);
    const key: CacheKey = { path, source, engine: this.#engine };
    const cachedData = this.#folders.read(cacheName(key), (file) => decodeCache(key, file));
    // esbuild writes ASCII, which decodes faster as latin1; an installed file may have been edited by hand.
    const text = source.toString(isAscii(source) ? 'latin1' : 'utf8');
    const script = new Script(text, cachedData ? { filename: path, cachedData } : { filename: path });
    if (!cachedData || script.cachedDataRejected) this.#compiled.push({ key, script });
    return script.runInThisContext();
  }

  /** Writes the caches. Called at the end of a run, so that they include the functions that it called. */
  keep(): void {
    for (const { key, script } of this.#compiled.splice(0))
      this.#folders.write(cacheName(key), encodeCache(key, script.createCachedData()));
  }
}

#!/usr/bin/env node
// Runs dist/cli.cjs with the code cache that the build has left beside it: without one, Node spends as long on
// compiling as on everything else. A cache of another version of V8 is refused by V8 itself and does no harm.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const filename = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const cache = `${filename}.cache`;
const writeCache = process.env.WEBSOCKET_ALB_WRITE_CODE_CACHE === '1';

let cachedData;
try {
  if (!writeCache) cachedData = readFileSync(cache);
} catch {
  // Not built with a cache.
}
const code = `(function (require, __filename) {${readFileSync(filename, 'latin1')}\n})`;
const script = new Script(code, { filename, cachedData });
script.runInThisContext()(createRequire(filename), filename);
if (writeCache) process.once('exit', () => writeFileSync(cache, script.createCachedData()));

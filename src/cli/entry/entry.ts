// Becomes bin/generate.js: runs the parts of the command in dist/cli/, with V8's code cache in the user's cache
// directory. The first run of a command writes its caches; nothing is written into the package. CommonJS, because an ES
// module that imports `node:fs` makes Node load its streams; and a single file, because resolving another takes Node 1
// % of the start-up time.
import type os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CacheFolders } from './cache-folder.ts';
import { cacheFolders } from './cache-home.ts';
import { CodeCache } from './code-cache.ts';
import { runParts } from './parts.ts';

const MAIN = 'main.cjs';

function start(): void {
  const { env, platform, version, versions, arch, execArgv } = process;
  const folder = join(__dirname, '../dist/cli');
  const user = process.geteuid?.();
  // The variables that also disable Node's own compile cache. Coverage is exact only for code compiled in this run.
  const isOff = env['NODE_DISABLE_COMPILE_CACHE'] || env['NODE_V8_COVERAGE'];
  const ways = () =>
    isOff ? [] : cacheFolders({ env, platform, user, os: () => require('node:os') as typeof os });
  const engine = JSON.stringify([version, versions.v8, arch, execArgv, env['NODE_OPTIONS'] ?? '']);
  const cache = new CodeCache(new CacheFolders(ways, user), engine);
  process.once('exit', () => cache.keep());
  // Ends without freeing memory first, which takes 30 ms after a large log.
  process.once('beforeExit', () => process.exit());
  runParts(MAIN, {
    runPack: (file) => cache.run(join(folder, file)),
    requireBuiltin: require,
    bundleUrl: pathToFileURL(join(folder, MAIN)).href,
  });
}

start();

#!/usr/bin/env node
// Runs dist/cli/main.cjs and the parts that it asks for, each with V8's code cache beside it: without one, Node spends as
// long on compiling as on everything else. The first run with a version of V8 leaves its caches, where it may write; a
// cache that does not fit is refused by V8 itself. CommonJS, because an ES module that imports `node:fs` makes Node load
// its streams.
'use strict';
const { readFileSync, renameSync, writeFileSync } = require('fs');
const { createRequire } = require('module');
const { join } = require('path');
const { pathToFileURL } = require('url');
const { Script } = require('vm');

const folder = join(__dirname, '../dist/cli');
const MAIN = 'main.cjs';
const requireModule = createRequire(join(folder, MAIN));
const bundleUrl = pathToFileURL(join(folder, MAIN)).href;
const parts = new Map();
const modules = new Map();
const uncached = new Map();
let packOf = { [MAIN]: MAIN };

/** A part's exports. Its file is read when the first of the parts in it is asked for. */
function load(name) {
  let module = modules.get(name);
  if (module) return module.exports;
  if (!parts.has(name)) read(packOf[name]);
  module = { exports: {} };
  modules.set(name, module);
  parts.get(name)(module.exports, requirePart, module, bundleUrl);
  return module.exports;
}

function read(file) {
  const filename = join(folder, file);
  const cacheFile = `${filename}.${process.versions.v8}.cache`;
  const cachedData = readCache(cacheFile);
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  if (!cachedData || script.cachedDataRejected) uncached.set(cacheFile, script);
  const pack = script.runInThisContext();
  for (const [name, part] of Object.entries(pack.parts)) parts.set(name, part);
  if (pack.packOf) packOf = pack.packOf;
}

const requirePart = (name) => (name.startsWith('./') ? load(name.slice(2)) : requireModule(name));

function readCache(cacheFile) {
  try {
    return readFileSync(cacheFile);
  } catch {
    // The first run, or a package manager that keeps what it installs from being written to.
  }
}

/** At the end of a run, when the functions that it used are compiled. */
process.once('exit', () => {
  try {
    for (const [cacheFile, script] of uncached) {
      const temporary = `${cacheFile}.${process.pid}`;
      writeFileSync(temporary, script.createCachedData());
      renameSync(temporary, cacheFile);
    }
  } catch {
    // Then the next run compiles again.
  }
});

load(MAIN);

#!/usr/bin/env node
// Runs dist/cli/main.cjs and the parts that it asks for, each with the code cache that the build has left beside it:
// without one, Node spends as long on compiling as on everything else. A cache of another version of V8 is refused by V8
// itself and does no harm. CommonJS, because Node's ES modules load half of its streams with `node:fs`.
'use strict';
const { readFileSync, writeFileSync, existsSync } = require('fs');
const { createRequire } = require('module');
const { join } = require('path');
const { pathToFileURL } = require('url');
const { Script } = require('vm');

const folder = join(__dirname, '../dist/cli');
const MAIN = 'main.cjs';
const writeCaches = process.env.WEBSOCKET_ALB_WRITE_CODE_CACHE === '1';
const requireModule = createRequire(join(folder, MAIN));
const bundleUrl = pathToFileURL(join(folder, MAIN)).href;
const parts = new Map();
const modules = new Map();
const scripts = new Map();
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
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: readCache(filename) });
  if (writeCaches) scripts.set(filename, script);
  const pack = script.runInThisContext();
  for (const [name, part] of Object.entries(pack.parts)) parts.set(name, part);
  if (pack.packOf) packOf = pack.packOf;
}

const requirePart = (name) => (name.startsWith('./') ? load(name.slice(2)) : requireModule(name));

function readCache(filename) {
  try {
    return readFileSync(`${filename}.cache`);
  } catch {
    // Not built with a cache.
  }
}

function writeMissingCaches() {
  for (const [filename, script] of scripts)
    if (!existsSync(`${filename}.cache`)) writeFileSync(`${filename}.cache`, script.createCachedData());
}

if (writeCaches) process.once('exit', writeMissingCaches);

load(MAIN);

#!/usr/bin/env node
// Everything is in dist/entry.cjs, built from src/cli/entry/. CommonJS, because an ES module that imports `node:fs` makes Node
// load its streams.
'use strict';
require('../dist/entry.cjs');

// Fails if files in src/ have import cycles. Types and import() count: oxlint's import/no-cycle does not follow
// import(), but a cycle through it means that one part of the command cannot be loaded without the other.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** @typedef {Map<string, Set<string>>} Imports files -> the files that they import */

/** @param {string} folder @returns {Promise<Imports>} */
async function importsIn(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const files = new Set(names.map((name) => join(folder, name)));
  /** @type {Imports} */
  const imports = new Map();
  for (const file of files)
    imports.set(
      file,
      new Set(importedBy(file, await readFile(file, 'utf8')).filter((path) => files.has(path))),
    );
  return imports;
}

/** @param {string} file @param {string} text @returns {string[]} */
function importedBy(file, text) {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
  ];
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => join(dirname(file), specifier));
}

/** One cycle for each file that closes one. @param {Imports} imports @returns {string[][]} */
function cyclesOf(imports) {
  /** @type {string[][]} */
  const cycles = [];
  const done = new Set();
  /** @param {string} file @param {readonly string[]} path the files that led here */
  const visit = (file, path) => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file) || path.includes(file)) return;
    for (const imported of imports.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return cycles;
}

const [, script, folder = 'src'] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  const cycles = cyclesOf(await importsIn(folder));
  for (const cycle of cycles)
    console.error(`import cycle: ${cycle.map((file) => relative(folder, file)).join(' -> ')}`);
  process.exitCode = cycles.length === 0 ? 0 : 1;
}

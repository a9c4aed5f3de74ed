// Builds the command in parts.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { common, outdir } from './bundling.mjs';
import { presetsParsed, schemaWritten } from './evaluated.mjs';
import { linked } from './linking.mjs';
import { packsOf } from './packs.mjs';

/** The file with the part that runs first and the index of the others. */
const MAIN = 'main.cjs';

/** The executable. */
export const BIN = 'bin/generate.js';

/** Replaces `import.meta` in parts: see src/cli/entry/parts.ts. */
const BUNDLE_URL = { 'import.meta.url': 'bundleUrl' };

/**
 * Parts that are loaded together: what each run needs, what `template` needs besides, and what a config needs. Every
 * other part is a separate file.
 */
const PACKS = {
  [MAIN]: ['src/cli/main.ts'],
  'template.cjs': ['src/cli/template/command.ts', 'src/template/render.ts'],
  'config.cjs': ['src/config/load.ts', 'src/cli/shared/config-files.ts'],
};

/**
 * The command, split at dynamic imports, so that each command loads only its own parts. esbuild can split only ES
 * modules; linking.mjs converts them.
 */
export async function buildCommand() {
  const { parts, metafile } = await split('src/cli/main.ts', {
    plugins: [
      ...(common.plugins ?? []),
      withoutChildProcess,
      withoutEditor,
      withoutVersionWarning,
      presetsParsed,
      schemaWritten,
    ],
  });
  await writePacks(parts, PACKS, `${outdir}/cli`);
  return metafile;
}

/**
 * `code`: parameters and body of a function.
 *
 * @typedef {import('./packs.mjs').Part & { readonly code: string }} PartWithCode
 */

/**
 * The parts of a program, with esbuild's metafile.
 *
 * @param {string} main
 * @param {Pick<import('esbuild').BuildOptions, 'absWorkingDir' | 'define' | 'plugins'>} [options]
 */
export async function split(main, options) {
  const { outputFiles, metafile } = await build({
    ...common,
    ...options,
    entryPoints: { main },
    outdir: `${outdir}/cli`,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    // The SDK's ES modules, which esbuild can tree-shake.
    mainFields: ['module', 'main'],
    define: { ...options?.define, ...BUNDLE_URL },
  });
  const code = await linked(outputFiles.map(({ path, text }) => ({ name: basename(path), text })));
  const parts = Object.entries(metafile.outputs).map(([path, { entryPoint, imports }]) => {
    const name = basename(path);
    return {
      name,
      code: code.get(name) ?? '',
      ...(entryPoint !== undefined && { entry: entryPoint }),
      needs: imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map((each) => basename(each.path)),
    };
  });
  return { parts, metafile };
}

/**
 * Writes the packs as src/cli/entry/parts.ts reads them: scripts that evaluate to an object with a function for each
 * part.
 *
 * @param {readonly PartWithCode[]} parts
 * @param {Readonly<Record<string, readonly string[]>>} entriesOf as for packsOf, the main part's first
 * @param {string} folder
 */
export async function writePacks(parts, entriesOf, folder) {
  const packs = packsOf(parts, entriesOf);
  const packOf = Object.fromEntries([...packs].flatMap(([file, names]) => names.map((name) => [name, file])));
  const codeOf = new Map(parts.map(({ name, code }) => [name, code]));
  const [main] = packs.keys();
  await mkdir(folder, { recursive: true });
  for (const [file, names] of packs) {
    const functions = names.map((name) => `${JSON.stringify(name)}${codeOf.get(name) ?? '(){}'}`);
    const manifest = file === main ? `,packOf:${JSON.stringify(packOf)}` : '';
    const script = `({parts:{${functions.join(',')}}${manifest}})`;
    // Throws on a syntax error, which otherwise only the commands that load the file would.
    compileFunction(`return ${script}`, [], { filename: file });
    await writeFile(join(folder, file), script);
  }
}

/** bin/generate.js, which runs the packs. @returns {Promise<import('esbuild').Metafile>} */
export async function buildEntry() {
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/cli/entry/entry.ts'],
    outfile: BIN,
    banner: { js: '#!/usr/bin/env node' },
    format: 'cjs',
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
  });
  await chmod(BIN, 0o755);
  return metafile;
}

/**
 * commander can start subcommands that are separate executables. We have none, and loading what it needs for that costs
 * more than commander itself.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup(build) {
    build.onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/')
        ? { path: 'child_process', namespace: 'empty' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * inquirer includes a prompt that opens an editor, with tables of all encodings: half of its code, and never used here.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutEditor = {
  name: 'inquirer-without-editor',
  setup(build) {
    build.onResolve({ filter: /^@inquirer\/editor$/ }, () => ({ path: 'editor', namespace: 'empty' }));
  },
};

/**
 * The SDK warns on stderr that future versions will need a newer Node.js. That concerns those who build this package,
 * not those who use it.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutVersionWarning = {
  name: 'sdk-without-version-warning',
  setup(build) {
    build.onLoad({ filter: /\/emitWarningIfUnsupportedVersion\.js$/ }, () => ({
      contents: 'export const state = {}; export const emitWarningIfUnsupportedVersion = () => {};',
    }));
  },
};

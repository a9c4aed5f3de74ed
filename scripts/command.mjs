// The command, in parts.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { common, outdir, target, version } from './bundling.mjs';
import { presetsParsed } from './presets.mjs';

const MAIN = 'main.cjs';

/** What the code cache's scripts are given instead of `import.meta`: see bin/generate.js. */
const BUNDLE_URL = { 'import.meta.url': 'bundleUrl' };

/**
 * The command, split where it imports a module when it needs it: a command loads its own part only. esbuild splits ES
 * modules; V8's code cache wants scripts, so each part becomes CommonJS afterwards.
 */
export async function buildCommand() {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { main: 'src/cli/main.ts' },
    outdir: `${outdir}/cli`,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    plugins: [...(common.plugins ?? []), withoutChildProcess, withoutEditor, presetsParsed],
    define: { PACKAGE_VERSION: JSON.stringify(version), ...BUNDLE_URL },
  });
  const parts = await Promise.all(outputFiles.map(toPart));
  await mkdir(`${outdir}/cli`, { recursive: true });
  const startOf = (/** @type {string} */ source) =>
    basename(Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source)?.[0] ?? '');
  const { packs, packOf } = packed(parts, startOf);
  for (const [name, members] of Object.entries(packs)) {
    const functions = members.map(
      (part) => `${JSON.stringify(part.name)}(exports,require,module,bundleUrl){${part.code}\n}`,
    );
    const manifest = name === MAIN ? `,packOf:${JSON.stringify(packOf)}` : '';
    await writeFile(`${outdir}/cli/${name}`, `({parts:{${functions.join(',')}}${manifest}})`);
  }
  return metafile;
}

/** @param {import('esbuild').OutputFile} file */
async function toPart({ path, text }) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target,
    // import() of a part: as a require, which bin/generate.js answers.
    supported: { 'dynamic-import': false },
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
  });
  const needs = [...code.matchAll(/(Promise\.resolve\(\)\.then\(\(\)=>\w+\()?require\("\.\/([^"]+)"\)/g)];
  return {
    name: basename(path),
    code,
    needs: needs.filter(([, isLater]) => !isLater).map(([, , name = '']) => name),
  };
}

/**
 * Parts that are always needed together in one file: what every run needs, what `template` needs beyond that, what
 * a config needs, and each other part for itself. To open a file costs more than to read one that is a little longer.
 *
 * @param {readonly { name: string, code: string, needs: readonly string[] }[]} parts
 * @param {(source: string) => string} startOf the part that starts with a source file
 */
function packed(parts, startOf) {
  const byName = new Map(parts.map((part) => [part.name, part]));
  /** @type {Record<string, typeof parts[number][]>} */
  const packs = {};
  /** @type {Record<string, string>} */
  const packOf = {};
  /** @param {string} pack @param {string} name */
  const put = (pack, name) => {
    const part = byName.get(name);
    if (!part || packOf[name]) return;
    packOf[name] = pack;
    (packs[pack] ??= []).push(part);
    for (const need of part.needs) put(pack, need);
  };
  put(MAIN, MAIN);
  for (const [file, start] of [
    ['template.cjs', 'src/cli/template/command.ts'],
    ['template.cjs', 'src/template/render.ts'],
    ['config.cjs', 'src/cli/shared/config-sources.ts'],
  ])
    put(file ?? '', startOf(start ?? ''));
  for (const part of parts) {
    if (packOf[part.name]) continue;
    packOf[part.name] = part.name;
    packs[part.name] = [part];
  }
  return { packs, packOf };
}

/**
 * commander starts subcommands that are executables of their own, which we have none of; loading what it needs for
 * that costs more than commander itself.
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
 * inquirer brings a prompt that opens an editor, with tables of all encodings: half of its code, and never asked.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutEditor = {
  name: 'inquirer-without-editor',
  setup(build) {
    build.onResolve({ filter: /^@inquirer\/editor$/ }, () => ({ path: 'editor', namespace: 'empty' }));
  },
};

// Builds src/page/browser/ into the script and the style sheet of a page, with uPlot included, for the build and for
// the tests.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns {Promise<{ assets: import('../src/page/types.ts').PageAssets, metafile: import('esbuild').Metafile }>} */
export async function pageAssets() {
  const license = (await readFile(`${root}node_modules/uplot/LICENSE`, 'utf8')).trim();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: {
      contents: "import 'uplot/dist/uPlot.min.css'; import './page.css'; import './main.ts';",
      resolveDir: `${root}src/page/browser`,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    write: false,
    outdir: 'page',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    charset: 'ascii',
    legalComments: 'none',
    metafile: true,
    banner: { js: `/*! This page contains uPlot.\n${license.replaceAll('*/', '* /')}\n*/` },
  });
  const text = (/** @type {string} */ end) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { assets: { script: ended(text('.js')), style: text('.css') }, metafile };
}

/** Escapes anything in a script that could end its element. @param {string} code */
const ended = (code) =>
  code.replaceAll(/<\/(?=script)/gi, String.raw`<\/`).replaceAll('<!--', String.raw`<\!--`);

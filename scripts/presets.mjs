// The presets are validated when the command is built: src/cli/shared/parsed-presets.ts is run, and its result put in its place.
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { common } from './bundling.mjs';

const MODULE = 'src/cli/shared/parsed-presets.ts';

/** @type {import('esbuild').Plugin} */
export const presetsParsed = {
  name: 'presets-parsed',
  setup(build) {
    build.onLoad({ filter: /\/src\/cli\/shared\/parsed-presets\.ts$/ }, async () => ({
      contents: `const presets = JSON.parse(${JSON.stringify(JSON.stringify(await parse()))});
        export const parsedPreset = (name) => presets[name];`,
    }));
  },
};

async function parse() {
  const { outputFiles } = await bundle({
    ...common,
    entryPoints: [MODULE],
    format: 'esm',
    write: false,
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(MODULE).href) },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  /** @type {typeof import('../src/cli/shared/parsed-presets.ts')} */
  const { allPresets } = await import(`data:text/javascript;base64,${code}`);
  return allPresets();
}

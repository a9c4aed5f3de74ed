// Modules that the build evaluates: two modules run at build time and are replaced by their results, so that the
// command need not validate presets, or contain the part of zod that generates JSON Schema.
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { common } from './bundling.mjs';

const PRESETS = 'src/cli/shared/parsed-presets.ts';
const SCHEMA = 'src/config/json-schema.ts';

/** @type {import('esbuild').Plugin} */
export const presetsParsed = {
  name: 'presets-parsed',
  setup(build) {
    build.onLoad({ filter: /\/src\/cli\/shared\/parsed-presets\.ts$/ }, async () => {
      /** @type {typeof import('../src/cli/shared/parsed-presets.ts')} */
      const { allPresets } = await run(PRESETS);
      return {
        contents: `const presets = ${parsed(allPresets())};
          export const parsedPreset = (name) => presets[name];`,
      };
    });
  },
};

/** @type {import('esbuild').Plugin} */
export const schemaWritten = {
  name: 'schema-written',
  setup(build) {
    build.onLoad({ filter: /\/src\/config\/json-schema\.ts$/ }, async () => {
      /** @type {typeof import('../src/config/json-schema.ts')} */
      const { jsonSchema } = await run(SCHEMA);
      return { contents: `export const jsonSchema = () => ${parsed(jsonSchema())};` };
    });
  },
};

/** A JavaScript expression for a value. @param {object} value */
const parsed = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

/** @param {string} module */
async function run(module) {
  const { outputFiles } = await bundle({
    ...common,
    entryPoints: [module],
    format: 'esm',
    write: false,
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(module).href) },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

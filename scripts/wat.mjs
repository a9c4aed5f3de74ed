// WebAssembly from its text, for the build and for the tests.
import { readFile } from 'node:fs/promises';
import wabt from 'wabt';

/** The bytes of a .wat file, in base64. @param {string} path */
export async function assemble(path) {
  const assembler = await wabt();
  const parsed = assembler.parseWat(path, await readFile(path, 'utf8'), { simd: true, bulk_memory: true });
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  return Buffer.from(buffer).toString('base64');
}

/**
 * For esbuild: a .wat file is imported as its binary in base64.
 *
 * @type {import('esbuild').Plugin}
 */
export const webAssembly = {
  name: 'web-assembly',
  setup(build) {
    build.onLoad({ filter: /\.wat$/ }, async ({ path }) => ({
      contents: await assemble(path),
      loader: 'text',
    }));
  },
};

// WebAssembly from its text, for the build and for the tests.
import { readFile } from 'node:fs/promises';
import wabt from 'wabt';

/** The bytes of a .wat file, in base64. @param {string} path */
export async function assemble(path) {
  const { parseWat } = await wabt();
  const parsed = parseWat(path, await readFile(path, 'utf8'), { simd: true });
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  return Buffer.from(buffer).toString('base64');
}

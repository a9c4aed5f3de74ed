// Compiles src/logs/kernel/ to WebAssembly, for the build and for the tests.
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../src/logs/', import.meta.url));

/** The import specifier for it; no such file exists. */
export const KERNEL = /\/kernel\.wasm$/;

/** @type {Promise<string> | undefined} */
let compiled;

/** Its bytes, in base64. */
export const compileKernel = () => (compiled ??= compile());

/**
 * Initial memory in pages of 64 KiB: enough for all tables, so that none makes the memory grow. Growing it table by
 * table took V8 20 to 30 ms per thread, and another garbage collection. Pages that are never written to take no
 * physical memory. If it is not enough, the memory still grows: see allocate.
 */
const PAGES = '1536';

async function compile() {
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'];
  flags.push('--initialMemory', PAGES);
  /** @type {Uint8Array | undefined} */
  let wasm;
  let complaints = '';
  const { error } = await main(
    ['kernel/index.ts', '--baseDir', folder, '--outFile', 'kernel.wasm', ...flags],
    {
      writeFile(name, contents) {
        if (name === 'kernel.wasm' && typeof contents !== 'string') wasm = contents;
      },
      stderr: {
        write(text) {
          complaints += String(text);
        },
      },
    },
  );
  if (error || !wasm) throw new Error(`The kernel does not compile.\n${complaints}`);
  return Buffer.from(wasm).toString('base64');
}

/**
 * The esbuild plugin.
 *
 * @type {import('esbuild').Plugin}
 */
export const webAssembly = {
  name: 'web-assembly',
  setup(build) {
    build.onResolve({ filter: KERNEL }, ({ path }) => ({ path, namespace: 'kernel' }));
    build.onLoad({ filter: KERNEL, namespace: 'kernel' }, async () => ({
      contents: await compileKernel(),
      loader: 'text',
    }));
  },
};

// The kernel of the scan: compiled by scripts/kernel.mjs, through a plugin in scripts/build.mjs and in vitest.config.ts.
declare module '*/kernel.wasm' {
  /** The binary, in base64. */
  const base64: string;
  export default base64;
}

// What Node has and its types leave out.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    static exports(module: Module): readonly { readonly name: string }[];
  }
  class CompileError extends Error {}
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: unknown;
  }
}

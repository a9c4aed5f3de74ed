// WebAssembly from its text: assembled by scripts/wat.mjs, through a plugin in scripts/build.mjs and in vitest.config.ts.
declare module '*.wat' {
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
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module);
    readonly exports: unknown;
  }
}

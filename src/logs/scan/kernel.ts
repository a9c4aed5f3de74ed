// The TypeScript interface of the kernel, which is in kernel/, in AssemblyScript.
import { NUMBERS } from '../layout.ts';
import base64 from '../kernel/kernel.wasm';

/** See kernel/index.ts. Positions are offsets in `bytes`. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly carryAt: { readonly value: number };
  readonly textAt: { readonly value: number };
  readonly numbersAt: { readonly value: number };
  readonly whereAt: { readonly value: number };
  readonly roomAt: { readonly value: number };
  readonly lineNumber: { readonly value: number };
  begin(): void;
  beginFile(isAccessLog: boolean, samples: number): void;
  setLoadBalancer(at: number, length: number): void;
  addMalformed(reason: number, start: number, end: number): void;
  setPictured(isOn: boolean): void;
  setWhere(length: number): void;
  setShowing(isOn: boolean): void;
  setWindow(since: number, until: number): void;
  scan(start: number, end: number): number;
  maySeeNul(): number;
  scanLine(start: number, end: number): void;
  skipLine(): void;
  heldDays(): number;
  dayOf(page: number): number;
  pageOf(page: number): number;
  tableAt(which: number): number;
  tableBytes(which: number): number;
  tableHead(which: number): number;
  tableError(which: number): number;
  merge(which: number, at: number, bytes: number, error: number): void;
  mergeNumbers(at: number): void;
  mergePage(day: number, at: number): void;
}

/** Callbacks of the kernel for single lines. */
export interface Listener {
  /** @param reason see layout.ts. */
  onMalformed(reason: number, start: number, end: number): void;
  /** A line that counts, after `setShowing`. */
  onLine(start: number, end: number): void;
  /** @param at the position of a carriage return at the end of a line. */
  onReturn(at: number): void;
}

export interface Kernel {
  readonly exports: Exports;
  readonly bytes: Buffer;
  /** Positions as in layout.ts. */
  readonly numbers: Float64Array<ArrayBuffer>;
  listener: Listener;
}

const nobody: Listener = { onMalformed: () => undefined, onLine: () => undefined, onReturn: () => undefined };

/**
 * Creates a kernel with its own memory, for one scan or merge at a time.
 *
 * @throws {WebAssembly.CompileError} on a processor that lacks the instructions; {ReferenceError} if there is no
 * WebAssembly.
 */
export function newKernel(): Kernel {
  const instance = new WebAssembly.Instance(compiled(), {
    index: {
      onMalformed: (reason: number, start: number, end: number) =>
        kernel.listener.onMalformed(reason, start, end),
      onLine: (start: number, end: number) => kernel.listener.onLine(start, end),
      onReturn: (at: number) => kernel.listener.onReturn(at),
    },
    table: {
      middleOf: (at: number, count: number) =>
        new Float64Array(exports.memory.buffer, at, count).slice().sort()[count >> 1],
    },
  });
  const exports = instance.exports as Exports;
  const { buffer } = exports.memory;
  const kernel: Kernel = {
    exports,
    bytes: Buffer.from(buffer),
    numbers: new Float64Array(buffer, exports.numbersAt.value, NUMBERS),
    listener: nobody,
  };
  exports.begin();
  return kernel;
}

let module: WebAssembly.Module | undefined;

/** Compiles once per thread. */
const compiled = (): WebAssembly.Module => (module ??= new WebAssembly.Module(Buffer.from(base64, 'base64')));

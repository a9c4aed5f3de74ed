// Scans one unit of work, in a worker or in the main thread.
import type { Kernel } from '../../logs/scan/kernel.ts';
import { type Sample, takeTally, type Tally } from '../../logs/scan/tally.ts';
import type { FileResult, ShownLines } from '../../logs/types.ts';
import { type Hooks, scanFile, type ScanFileOptions } from './scan-file.ts';
import type { Unit } from './units.ts';

export interface UnitResult {
  readonly index: number;
  readonly files: readonly { readonly index: number; readonly result: FileResult }[];
  readonly tally: Tally;
  /** Lines to show, if --lines is given. */
  readonly shown: ShownLines | undefined;
}

/** @param kernel must not be shared: a unit has it to itself while it is being scanned. */
export async function scanUnit(
  index: number,
  unit: Unit,
  kernel: Kernel,
  options: ScanFileOptions,
  { spare, ...hooks }: Hooks & { readonly spare?: ArrayBuffer | undefined },
): Promise<UnitResult> {
  kernel.exports.begin();
  const samples: Sample[] = [];
  const { lines } = options;
  const shown: ShownLines | undefined =
    lines === undefined ? undefined : { most: lines, lines: [], hasMore: false };
  const files: { index: number; result: FileResult }[] = [];
  for (const file of unit.files) {
    if (hooks.isStopped()) break;
    files.push({
      index: file.index,
      result: await scanFile(
        file.path,
        file.index,
        kernel,
        samples,
        shown ? { ...options, shown } : options,
        hooks,
      ),
    });
  }
  return { index, files, tally: takeTally(kernel, samples, spare), shown };
}

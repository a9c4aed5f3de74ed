// One unit of work: in a worker, or in the thread of the command.
import { newTally, packTally, type Tally } from '../../logs/scan/tally.ts';
import type { FileResult } from '../../logs/types.ts';
import { type Hooks, scanFile, type ScanFileOptions } from './scan-file.ts';
import type { Unit } from './units.ts';

export interface UnitResult {
  readonly index: number;
  readonly files: readonly { readonly index: number; readonly result: FileResult }[];
  readonly tally: Tally;
}

export async function scanUnit(
  index: number,
  unit: Unit,
  options: ScanFileOptions,
  hooks: Hooks,
): Promise<UnitResult> {
  const tally = newTally();
  const files: { index: number; result: FileResult }[] = [];
  for (const file of unit.files) {
    if (hooks.isStopped()) break;
    files.push({ index: file.index, result: await scanFile(file.path, file.index, tally, options, hooks) });
  }
  return { index, files, tally: packTally(tally) };
}

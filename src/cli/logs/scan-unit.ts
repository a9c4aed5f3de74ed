// One unit of work: in a worker, or in the thread of the command.
import { newTally, packTally, type Tally } from '../../logs/scan/tally.ts';
import type { Workspace } from '../../logs/scan/workspace.ts';
import type { FileResult } from '../../logs/types.ts';
import { type Hooks, scanFile, type ScanFileOptions } from './scan-file.ts';
import type { Unit } from './units.ts';

export interface UnitResult {
  readonly index: number;
  readonly files: readonly { readonly index: number; readonly result: FileResult }[];
  readonly tally: Tally;
}

/** @param work of this thread and scan alone: a unit that is being scanned has it for itself. */
export async function scanUnit(
  index: number,
  unit: Unit,
  work: Workspace,
  options: ScanFileOptions,
  hooks: Hooks,
): Promise<UnitResult> {
  const tally = newTally(work.beginTables());
  const files: { index: number; result: FileResult }[] = [];
  for (const file of unit.files) {
    if (hooks.isStopped()) break;
    files.push({
      index: file.index,
      result: await scanFile(file.path, file.index, tally, work, options, hooks),
    });
  }
  return { index, files, tally: packTally(tally) };
}

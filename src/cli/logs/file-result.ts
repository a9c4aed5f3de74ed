// Results for files that were not read.
import type { FileKind, FileResult, Remark } from '../../logs/types.ts';
import { systemError } from '../io/system-error.ts';

/** OS error text; anything else is rethrown. */
export function reasonOf(error: unknown): string {
  const reason =
    systemError(error) ?? (error instanceof Error && 'code' in error ? error.message : undefined);
  if (reason === undefined) throw error;
  return reason;
}

/** A file that was not read. */
export const notRead = (path: string, kind: FileKind, remarks: readonly Remark[] = []): FileResult => ({
  path,
  kind,
  isGzip: false,
  isScanned: false,
  bytes: 0,
  textBytes: 0,
  lines: 0,
  malformed: 0,
  remarks,
});

/** A file that the operating system refuses to open or read. */
export const unreadable = (path: string, reason: string): FileResult =>
  notRead(path, 'unknown', [{ code: 'read-error', isDamage: true, offset: 0, of: 'file', count: 1, reason }]);

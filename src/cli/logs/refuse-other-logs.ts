// Refuses input that has only logs of another kind than the one asked for.
import { many } from '../../common/numbers.ts';
import { KnownError } from '../../common/known-error.ts';
import type { ScanResult } from '../../logs/types.ts';

/** @throws {KnownError} when there are logs, but none of the kind asked for. */
export function refuseOtherLogs(
  { files, isComplete }: ScanResult,
  paths: readonly string[],
  type: 'access' | 'connection',
): void {
  const isAnything = files.some(
    ({ isScanned, remarks }) => isScanned || remarks.some(({ isDamage }) => isDamage),
  );
  if (!isComplete || isAnything) return;
  const other = type === 'access' ? 'connection' : 'access';
  const others = files.filter(({ kind }) => kind === other).length;
  const found = [
    ...(others > 0 ? [many(others, `${other} log`)] : []),
    ...(files.some(({ kind }) => kind === 'health-check') ? ['health check logs'] : []),
    ...(files.some(({ kind }) => kind === 'test-file')
      ? ['the test file that ELB writes when logs are turned on']
      : []),
    ...(files.some(({ kind }) => kind === 'empty') ? ['empty files'] : []),
  ];
  throw new KnownError(`There is no ${type} log, only ${found.join(', ')}.`, {
    where: paths.join(' '),
    remedy:
      others > 0
        ? `--type ${other} reads these.`
        : 'ELB writes logs every 5 minutes, when there was a request; see that they are turned on, and the prefix.',
  });
}

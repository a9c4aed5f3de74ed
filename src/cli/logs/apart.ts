// With several load balancers in the input, also scans each separately, if reading again is cheap.
import type { ScanResult } from '../../logs/types.ts';

/** Bytes of files times load balancers: about half a second. */
const MOST_BYTES = 48_000_000;
const MOST_LOAD_BALANCERS = 8;

/**
 * Reads the input once more for each load balancer.
 *
 * @param read reads the input of one load balancer. @returns undefined if there is only one, or it would take long.
 */
export async function readApart(
  result: ScanResult,
  paths: readonly string[],
  read: (loadBalancer: string) => Promise<ScanResult>,
): Promise<ReadonlyMap<string, ScanResult> | undefined> {
  const { rows = [], keys = 0 } = result.access?.loadBalancers ?? {};
  const bytes = result.files.reduce((sum, file) => sum + file.bytes, 0);
  const isLocal = paths.every((path) => path !== '-' && !path.startsWith('s3://'));
  if (!result.isComplete || !isLocal || keys < 2 || keys > MOST_LOAD_BALANCERS || bytes * keys > MOST_BYTES)
    return undefined;
  const apart = new Map<string, ScanResult>();
  for (const { word } of rows) apart.set(word, await read(word));
  return [...apart.values()].every(({ isComplete }) => isComplete) ? apart : undefined;
}

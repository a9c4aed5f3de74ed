import type { ScanOptions } from '../../logs/types.ts';

/** What `scanPaths` is asked to do. */
export interface ScanPathsOptions extends ScanOptions {
  /** Files, folders (searched through and through), patterns with `*`, `?`, `**`, `{a,b}`, `[ab]`; `-` is standard input. */
  readonly paths: readonly string[];
  /** Threads beside this one. Default: one for each core, at most 8; 0 scans in this thread. */
  readonly workers?: number;
  /** Several times a second while it runs, in bytes of the files as they lie on the disk. Standard input has no total. */
  readonly onProgress?: (progress: {
    readonly bytesRead: number;
    readonly totalBytes: number | undefined;
  }) => void;
  /** Ends the scan at the next chunk; the result holds what was read so far. */
  readonly signal?: AbortSignal;
}

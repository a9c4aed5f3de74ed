import type { ScanOptions, ShownLines } from '../../logs/types.ts';
import type { Input } from './inputs.ts';
import type { Feed } from './s3-feed.ts';

/** What `scanPaths` is asked to do. */
export interface ScanPathsOptions extends ScanOptions {
  /** Files, folders (searched through and through), patterns with `*`, `?`, `**`, `{a,b}`, `[ab]`; `-` is standard input. */
  readonly paths: readonly string[];
  /** Objects of S3, by those of the paths that name them. */
  readonly objects?: ReadonlyMap<string, readonly Input[]>;
  /** Feeds a thread with those objects. */
  readonly newFeed?: () => Feed;
  /** Lines that count to be handed over to `onLines`, the first ones in the order of the inputs. */
  readonly lines?: number;
  readonly onLines?: (shown: ShownLines) => void;
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

import type { ScanOptions, ShownLines } from '../../logs/types.ts';
import type { Input } from './inputs.ts';
import type { Feed } from './s3-feed.ts';

/** Options of `scanPaths`. */
export interface ScanPathsOptions extends ScanOptions {
  /** Files, folders (searched recursively), patterns with `*`, `?`, `**`, `{a,b}`, `[ab]`; `-` is standard input. */
  readonly paths: readonly string[];
  /** Objects in S3, by the path that refers to them. */
  readonly objects?: ReadonlyMap<string, readonly Input[]>;
  /** Creates a feed of those objects for a thread. */
  readonly newFeed?: () => Feed;
  /** Maximum number of counted lines passed to `onLines`: the first ones, in the order of the inputs. */
  readonly lines?: number;
  readonly onLines?: (shown: ShownLines) => void;
  /** Threads besides this one. Default: one per core, at most 8; 0 scans in this thread. */
  readonly workers?: number;
  /** Called several times a second, with the bytes of the files as stored. Standard input has no total. */
  readonly onProgress?: (progress: {
    readonly bytesRead: number;
    readonly totalBytes: number | undefined;
  }) => void;
  /** Stops the scan at the next chunk; the result covers what was read so far. */
  readonly signal?: AbortSignal;
}

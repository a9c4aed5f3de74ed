// What the scan reports about files. Sizes and offsets are in bytes.

/**
 * The kind of a file, by its content. `empty` has no bytes; `unknown` has no line of any ELB log in its first 64 KiB;
 * `twin` was not read, because the same file with `.gz` is also among the inputs.
 */
export type FileKind = 'access' | 'connection' | 'health-check' | 'test-file' | 'empty' | 'unknown' | 'twin';

/**
 * Something unusual about a file.
 *
 * - `gzip-truncated`: the compressed data ends early; what could be inflated is counted.
 * - `gzip-corrupt`: the compressed data cannot be inflated further, or its checksum is wrong.
 * - `trailing-junk`: bytes after the last gzip member do not begin another; they are not read.
 * - `line-too-long`: a line longer than {@link LINE_CAP}; it is left out and counted as malformed.
 * - `nul-bytes`: the text contains NUL bytes; its lines are read anyway.
 * - `utf-16`: the text is UTF-16, which ELB does not write; the file is left out.
 * - `compressed`: bzip2, xz, Zstandard, zip and the like; `reason` says what to do. The file is left out.
 * - `read-error`: reading failed; what was read before is counted.
 * - `crlf`: lines end in CR LF. Harmless.
 */
export type RemarkCode =
  | 'gzip-truncated'
  | 'gzip-corrupt'
  | 'trailing-junk'
  | 'line-too-long'
  | 'nul-bytes'
  | 'utf-16'
  | 'compressed'
  | 'read-error'
  | 'crlf';

export interface Remark {
  readonly code: RemarkCode;
  /** Everything but `crlf` is damage, for which the exit code is 1. */
  readonly isDamage: boolean;
  /** The first occurrence. */
  readonly offset: number;
  /** What the offset refers to: the file as stored, or the text after gunzip. */
  readonly of: 'file' | 'text';
  /** Number of occurrences. For NUL bytes: number of chunks of up to 1 MiB that contain any. */
  readonly count: number;
  /** For `read-error` and `gzip-corrupt`, the system's message; for `compressed`, how to unpack it. */
  readonly reason?: string;
}

export interface FileResult {
  /** As given or found; `-` is standard input. */
  readonly path: string;
  readonly kind: FileKind;
  readonly isGzip: boolean;
  /** Whether its lines were counted: it is of the kind asked for, and reading began. */
  readonly isScanned: boolean;
  /** Bytes read of the file as stored. */
  readonly bytes: number;
  /** Bytes of text after gunzip; 0 if not scanned. */
  readonly textBytes: number;
  /** All lines that are not blank; 0 if not scanned. */
  readonly lines: number;
  readonly malformed: number;
  readonly remarks: readonly Remark[];
  /**
   * The format of a vended log, if it differs from ELB's logs in S3. `stamped`: lines after the timestamps of
   * CloudWatch's export.
   */
  readonly vended?: 'json' | 'w3c' | 'plain' | 'stamped';
}

/**
 * Why a line cannot be counted.
 *
 * - `fields`: fewer fields than any generation of the log has, or a number of fields that none has.
 * - `quotes`: a missing quote around a field that needs it, an unclosed quote, or text right after a closing quote.
 * - `time`, `status`, `bytes`, `creation-time`: the field cannot be parsed.
 * - `too-long`: longer than {@link LINE_CAP}.
 * - `cut`: the last line of a damaged file, which ends without a line feed.
 */
export type MalformedReason =
  'fields' | 'quotes' | 'time' | 'status' | 'bytes' | 'creation-time' | 'too-long' | 'cut';

export interface MalformedSample {
  readonly path: string;
  /** The offset of the line in the text after gunzip. */
  readonly offset: number;
  /** Counted from 1; blank lines count too. */
  readonly line: number;
  readonly reason: MalformedReason;
  /** The first 200 bytes unchanged: control characters are not escaped. */
  readonly text: string;
}

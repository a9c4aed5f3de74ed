// What the scan says about files. Sizes and offsets are bytes.

/**
 * What a file holds, by its content. `empty` has no byte; `unknown` shows no line of any log of ELB in its first 64 KiB;
 * `twin` was not read, because the same file with `.gz` is among the inputs too.
 */
export type FileKind = 'access' | 'connection' | 'health-check' | 'test-file' | 'empty' | 'unknown' | 'twin';

/**
 * What was noticed about a file.
 *
 * - `gzip-truncated`: the compressed data ends early; what could be inflated is counted.
 * - `gzip-corrupt`: the compressed data cannot be inflated further, or its checksum is wrong.
 * - `trailing-junk`: bytes that are no gzip member follow the last one; they are not read.
 * - `line-too-long`: a line above {@link LINE_CAP}; it is left out, and counted as malformed.
 * - `nul-bytes`: the text holds NUL bytes; the lines are read all the same.
 * - `utf-16`: the text is UTF-16, which ELB does not write; the file is left out.
 * - `compressed`: bzip2, xz, Zstandard, zip and the like; `reason` says what to do. The file is left out.
 * - `read-error`: the system failed to read on; what was read is counted.
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
  /** Everything but `crlf` is damage: exit 1. */
  readonly isDamage: boolean;
  /** Of the first place. */
  readonly offset: number;
  /** What the offset counts: bytes of the file as it lies on the disk, or of the text after gunzip. */
  readonly of: 'file' | 'text';
  /** Places. Of NUL bytes: chunks of up to 1 MiB that hold some. */
  readonly count: number;
  /** In the system's words, of `read-error` and `gzip-corrupt`; of `compressed` how to unpack it. */
  readonly reason?: string;
}

export interface FileResult {
  /** As it was named or found; `-` is standard input. */
  readonly path: string;
  readonly kind: FileKind;
  readonly isGzip: boolean;
  /** Whether its lines were counted: its kind is the one asked for, and reading was begun. */
  readonly isScanned: boolean;
  /** Bytes read of the file as it lies on the disk. */
  readonly bytes: number;
  /** Bytes of text after gunzip. 0 when not scanned. */
  readonly textBytes: number;
  /** Lines that are not blank, whatever they are. 0 when not scanned. */
  readonly lines: number;
  readonly malformed: number;
  readonly remarks: readonly Remark[];
  /** Of a vended log that is not written as ELB writes to S3: how. `stamped`: behind the times of CloudWatch's export. */
  readonly vended?: 'json' | 'w3c' | 'plain' | 'stamped';
}

/**
 * Why a line cannot be counted.
 *
 * - `fields`: fewer fields than any generation of the log has, or a number that none has.
 * - `quotes`: a field that must be quoted is not, a quote that is not closed, or text right after a closing quote.
 * - `time`, `status`, `bytes`, `creation-time`: the field does not read as one.
 * - `too-long`: above {@link LINE_CAP}.
 * - `cut`: the last line of a damaged file, which ends without a line feed.
 */
export type MalformedReason =
  'fields' | 'quotes' | 'time' | 'status' | 'bytes' | 'creation-time' | 'too-long' | 'cut';

export interface MalformedSample {
  readonly path: string;
  /** Of the line's first byte in the text after gunzip. */
  readonly offset: number;
  /** Counted from 1; blank lines count too. */
  readonly line: number;
  readonly reason: MalformedReason;
  /** The first 200 bytes as they are: control characters are not escaped. */
  readonly text: string;
}

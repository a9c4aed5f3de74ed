// The part of the report about the input.
import type { FileKind, MalformedReason, RemarkCode } from '../types.ts';

export interface InputReport {
  /** Files whose lines were counted. */
  readonly files: number | null;
  /** Vended logs among these, in other formats than ELB writes to S3. */
  readonly vended: readonly {
    readonly format: 'json' | 'w3c' | 'plain' | 'stamped';
    readonly files: number;
  }[];
  /** Size on disk. */
  readonly bytes: number | null;
  /** After gunzip. */
  readonly textBytes: number | null;
  /** Lines that are not blank: counted + malformed + outsideTime + foreign. */
  readonly lines: number | null;
  readonly counted: number;
  readonly malformed: number | null;
  /** Excluded by since and until. */
  readonly outsideTime: number | null;
  /** Lines of another kind of log. */
  readonly foreign: number | null;
  /** Excluded by --load-balancer. */
  readonly otherLoadBalancer: number | null;
  /** Excluded by --where. */
  readonly notAskedFor: number | null;
  /** Files that were not read, by content, with the first few names. Damaged files are in `remarks`. */
  readonly skipped: readonly {
    readonly kind: FileKind;
    readonly files: number;
    readonly paths: readonly string[];
  }[];
  readonly remarks: readonly {
    readonly path: string;
    readonly code: RemarkCode;
    readonly isDamage: boolean;
    readonly offset: number;
    readonly of: 'file' | 'text';
    readonly count: number;
    readonly reason: string | null;
  }[];
  readonly malformedReasons: Readonly<Partial<Record<MalformedReason, number>>>;
  readonly malformedSamples: readonly {
    readonly path: string;
    readonly line: number;
    readonly offset: number;
    readonly reason: MalformedReason;
    readonly text: string;
  }[];
  /** Time of the lines counted; for a WebSocket, when it closed. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  /** The conditions of --where. The lines counted meet all of them, and the whole report is about these lines. */
  readonly where: readonly string[];
  /** As requested. */
  readonly since: string | null;
  readonly until: string | null;
}

// The report's part about what was read.
import type { FileKind, MalformedReason, RemarkCode } from '../types.ts';

export interface InputReport {
  /** Files whose lines were counted. */
  readonly files: number | null;
  /** Of these, vended logs that are not written as ELB writes to S3. */
  readonly vended: readonly {
    readonly format: 'json' | 'w3c' | 'plain' | 'stamped';
    readonly files: number;
  }[];
  /** As they lie on the disk. */
  readonly bytes: number | null;
  /** After gunzip. */
  readonly textBytes: number | null;
  /** Lines that are not blank: counted + malformed + outsideTime + foreign. */
  readonly lines: number | null;
  readonly counted: number;
  readonly malformed: number | null;
  /** Left out by since and until. */
  readonly outsideTime: number | null;
  /** Lines of another kind of log. */
  readonly foreign: number | null;
  /** Left out by --load-balancer. */
  readonly otherLoadBalancer: number | null;
  /** Left out by --where. */
  readonly notAskedFor: number | null;
  /** Files that were not read, by what they hold, with the first of their names. What is damaged is in `remarks`. */
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
  /** The time of the lines counted; of a WebSocket when it closed. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  /** The conditions of --where, all of which the lines counted meet; everything here is about these lines. */
  readonly where: readonly string[];
  /** As asked for. */
  readonly since: string | null;
  readonly until: string | null;
}

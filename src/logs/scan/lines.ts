// Chunks of text -> lines -> the tally. A line that two chunks share is put together in a buffer that grows to the cap.
import { LINE_CAP, type Remark, type RemarkCode, type ScanOptions } from '../types.ts';
import { addAccessLine, COUNTED, OUTSIDE_TIME, type Window } from './access.ts';
import { addConnectionLine } from './connection.ts';
import { kindOfLine } from './kind.ts';
import { REASONS, type Tally } from './tally.ts';

const LINE_FEED = 10;
const RETURN = 13;
const EXCERPT = 200;
const TOO_LONG = REASONS.indexOf('too-long');
const CUT = REASONS.indexOf('cut');

export const DEFAULT_SAMPLES = 10;

/** One file's text on its way into a tally. */
export interface LineScan {
  readonly tally: Tally;
  readonly window: Window;
  readonly kind: ScanOptions['kind'];
  readonly samples: number;
  /** Its index among all files, for samples. */
  readonly file: number;
  readonly remarks: Map<RemarkCode, { offset: number; count: number }>;
  /** Offset of the next chunk in the text; lines so far, blank ones included. */
  offset: number;
  lineNumber: number;
  lines: number;
  malformed: number;
  carry: Buffer;
  carried: number;
  /** Within a line above the cap: wait for its end. */
  isSkipping: boolean;
}

export const newLineScan = (tally: Tally, options: ScanOptions, file: number): LineScan => ({
  tally,
  window: { since: options.since ?? -Infinity, until: options.until ?? Infinity },
  kind: options.kind,
  samples: options.samples ?? DEFAULT_SAMPLES,
  file,
  remarks: new Map(),
  offset: 0,
  lineNumber: 0,
  lines: 0,
  malformed: 0,
  carry: Buffer.alloc(0),
  carried: 0,
  isSkipping: false,
});

/** Counts the lines of the next chunk. The chunk may be overwritten afterwards. */
export function addChunk(scan: LineScan, chunk: Buffer): void {
  let start = 0;
  const nul = chunk.indexOf(0);
  if (nul >= 0) remark(scan, 'nul-bytes', scan.offset + nul);
  if (scan.offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) start = 3;
  if (scan.carried > 0 || scan.isSkipping) {
    const feed = chunk.indexOf(LINE_FEED);
    keep(scan, chunk, 0, feed < 0 ? chunk.length : feed);
    start = feed < 0 ? chunk.length : feed + 1;
    if (feed >= 0) endCarried(scan, scan.offset + feed);
  }
  for (let feed = chunk.indexOf(LINE_FEED, start); feed >= 0; feed = chunk.indexOf(LINE_FEED, start)) {
    addLine(scan, chunk, start, feed, scan.offset + start);
    start = feed + 1;
  }
  if (start < chunk.length) keep(scan, chunk, start, chunk.length);
  scan.offset += chunk.length;
}

/**
 * Ends the text.
 *
 * @param isDamaged the input ends early: a last line without a line feed is not whole, and is malformed.
 */
export function endText(scan: LineScan, isDamaged: boolean): void {
  if (scan.carried === 0 && !scan.isSkipping) return;
  if (isDamaged && !scan.isSkipping) {
    startLine(scan);
    noteMalformed(scan, CUT, scan.carry, 0, scan.carried, scan.offset - scan.carried);
    scan.carried = 0;
  } else endCarried(scan, scan.offset);
}

function keep(scan: LineScan, chunk: Buffer, start: number, end: number): void {
  if (scan.isSkipping) return;
  const length = end - start;
  const room = LINE_CAP + 1 - scan.carried;
  const kept = Math.min(length, room);
  if (scan.carried + kept > scan.carry.length) {
    const grown = Buffer.allocUnsafe(Math.min(LINE_CAP + 1, Math.max(4096, (scan.carried + kept) * 2)));
    scan.carry.copy(grown, 0, 0, scan.carried);
    scan.carry = grown;
  }
  chunk.copy(scan.carry, scan.carried, start, start + kept);
  scan.carried += kept;
  if (scan.carried > LINE_CAP) {
    startLine(scan);
    const offset = scan.offset + start + kept - scan.carried;
    remark(scan, 'line-too-long', offset);
    noteMalformed(scan, TOO_LONG, scan.carry, 0, scan.carried, offset);
    scan.carried = 0;
    scan.isSkipping = true;
  }
}

function endCarried(scan: LineScan, offset: number): void {
  const length = scan.carried;
  scan.carried = 0;
  if (scan.isSkipping) scan.isSkipping = false;
  else addLine(scan, scan.carry, 0, length, offset - length);
}

function addLine(scan: LineScan, bytes: Buffer, start: number, feed: number, offset: number): void {
  let end = feed;
  if (end > start && bytes[end - 1] === RETURN) {
    remark(scan, 'crlf', offset + end - 1 - start);
    end--;
  }
  while (end > start && bytes[end - 1] === 32) end--;
  if (end === start) {
    scan.lineNumber++;
    return;
  }
  startLine(scan);
  if (end - start > LINE_CAP) {
    remark(scan, 'line-too-long', offset);
    noteMalformed(scan, TOO_LONG, bytes, start, end, offset);
    return;
  }
  const { tally, window } = scan;
  const outcome =
    scan.kind === 'access'
      ? addAccessLine(tally, bytes, start, end, window)
      : addConnectionLine(tally, bytes, start, end, window);
  if (outcome === COUNTED) tally.counted++;
  else if (outcome === OUTSIDE_TIME) tally.outsideTime++;
  else if ((kindOfLine(bytes, start, end) ?? scan.kind) !== scan.kind) tally.foreign++;
  else noteMalformed(scan, outcome, bytes, start, end, offset);
}

function startLine(scan: LineScan): void {
  scan.lineNumber++;
  scan.lines++;
  scan.tally.lines++;
}

function noteMalformed(
  scan: LineScan,
  reason: number,
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
): void {
  const { tally } = scan;
  scan.malformed++;
  tally.malformed[reason] = (tally.malformed[reason] ?? 0) + 1;
  if (tally.samples.length < scan.samples)
    tally.samples.push({
      file: scan.file,
      offset,
      line: scan.lineNumber,
      reason: REASONS[reason] ?? 'fields',
      text: bytes.toString('utf8', start, Math.min(end, start + EXCERPT)),
    });
}

export function remark(scan: LineScan, code: RemarkCode, offset: number): void {
  const held = scan.remarks.get(code);
  if (held) held.count++;
  else scan.remarks.set(code, { offset, count: 1 });
}

/** What was noticed about the text. */
export const textRemarks = (scan: LineScan): Remark[] =>
  [...scan.remarks].map(([code, { offset, count }]) => ({
    code,
    isDamage: code !== 'crlf',
    offset,
    of: 'text',
    count,
  }));

// Chunks of text -> lines -> the tally. A line that two chunks share is put together in a buffer that grows to the cap.
import { LINE_CAP, type Remark, type RemarkCode, type ScanOptions } from '../types.ts';
import { addAccessLine } from './access.ts';
import { ACCESS_FORMS } from './access-fields.ts';
import { COUNTED, OUTSIDE_TIME, type Window } from './outcome.ts';
import { addConnectionLine, CONNECTION_FORMS } from './connection.ts';
import { kindOfLine } from './kind.ts';
import { REASONS, TABLE_BYTES, type Tally } from './tally.ts';
import { CARRY_AT, newWorkspace, TEXT_AT, TEXT_CHUNK, type Workspace } from './workspace.ts';

const LINE_FEED = 10;
const RETURN = 13;
const EXCERPT = 200;
const TOO_LONG = REASONS.indexOf('too-long');
const CUT = REASONS.indexOf('cut');

export const DEFAULT_SAMPLES = 10;

/** One file's text on its way into a tally. */
export interface LineScan {
  readonly tally: Tally;
  readonly work: Workspace;
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
  /** Bytes of a line that began in an earlier chunk. */
  carried: number;
  /** Within a line above the cap: wait for its end. */
  isSkipping: boolean;
}

/** Room for both kinds of log. @param how see `newWorkspace`. */
export const logWorkspace = (how?: 'best' | 'plain'): Workspace =>
  newWorkspace([ACCESS_FORMS, CONNECTION_FORMS], TABLE_BYTES, how);

/** @param tally made by `newTally(work.beginTables())`. @param work not used by another scan before this one has ended. */
export const newLineScan = (tally: Tally, work: Workspace, options: ScanOptions, file: number): LineScan => ({
  tally,
  work,
  window: { since: options.since ?? -Infinity, until: options.until ?? Infinity },
  kind: options.kind,
  samples: options.samples ?? DEFAULT_SAMPLES,
  file,
  remarks: new Map(),
  offset: 0,
  lineNumber: 0,
  lines: 0,
  malformed: 0,
  carried: 0,
  isSkipping: false,
});

/** Counts the lines of the next chunk, which may lie in the workspace already, and may be overwritten afterwards. */
export function addChunk(scan: LineScan, chunk: Buffer): void {
  const { bytes } = scan.work;
  if (chunk.buffer === bytes.buffer && chunk.byteOffset === TEXT_AT) addText(scan, chunk.length);
  else
    for (let at = 0; at < chunk.length; at += TEXT_CHUNK)
      addText(scan, chunk.copy(bytes, TEXT_AT, at, Math.min(chunk.length, at + TEXT_CHUNK)));
}

function addText(scan: LineScan, length: number): void {
  const { bytes, lineFeed } = scan.work;
  const stop = TEXT_AT + length;
  const text = bytes.subarray(TEXT_AT, stop);
  const nul = text.indexOf(0);
  if (nul >= 0) remark(scan, 'nul-bytes', scan.offset + nul);
  let start = TEXT_AT;
  if (scan.offset === 0 && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) start += 3;
  // A line feed to stop at.
  bytes[stop] = LINE_FEED;
  if (scan.carried > 0 || scan.isSkipping) {
    const feed = lineFeed(start);
    keep(scan, start, feed);
    start = feed + 1;
    if (feed < stop) endCarried(scan, scan.offset + feed - TEXT_AT);
  }
  for (let feed = start < stop ? lineFeed(start) : stop; feed < stop; feed = lineFeed(start)) {
    addLine(scan, start, feed, scan.offset + start - TEXT_AT);
    start = feed + 1;
  }
  if (start < stop) keep(scan, start, stop);
  scan.offset += length;
}

/**
 * Ends the text.
 *
 * @param isDamaged the input ends early: a last line without a line feed is not whole, and is malformed.
 */
export function endText(scan: LineScan, isDamaged: boolean): void {
  if (scan.carried === 0) return;
  if (isDamaged) {
    startLine(scan);
    noteMalformed(scan, CUT, CARRY_AT, CARRY_AT + scan.carried, scan.offset - scan.carried);
    scan.carried = 0;
  } else endCarried(scan, scan.offset);
}

/** Keeps a part of a line until its end comes. */
function keep(scan: LineScan, start: number, end: number): void {
  if (scan.isSkipping) return;
  const kept = Math.min(end - start, LINE_CAP + 1 - scan.carried);
  scan.work.bytes.copyWithin(CARRY_AT + scan.carried, start, start + kept);
  scan.carried += kept;
  if (scan.carried <= LINE_CAP) return;
  startLine(scan);
  const offset = scan.offset + start - TEXT_AT + kept - scan.carried;
  remark(scan, 'line-too-long', offset);
  noteMalformed(scan, TOO_LONG, CARRY_AT, CARRY_AT + scan.carried, offset);
  scan.carried = 0;
  scan.isSkipping = true;
}

function endCarried(scan: LineScan, offset: number): void {
  const length = scan.carried;
  scan.carried = 0;
  if (scan.isSkipping) scan.isSkipping = false;
  else addLine(scan, CARRY_AT, CARRY_AT + length, offset - length);
}

function addLine(scan: LineScan, start: number, feed: number, offset: number): void {
  const { tally, window, work } = scan;
  const { bytes } = work;
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
    noteMalformed(scan, TOO_LONG, start, end, offset);
    return;
  }
  const outcome =
    scan.kind === 'access'
      ? addAccessLine(tally, work, start, end, window)
      : addConnectionLine(tally, work, start, end, window);
  if (outcome === COUNTED) tally.counted++;
  else if (outcome === OUTSIDE_TIME) tally.outsideTime++;
  else if ((kindOfLine(bytes, start, end) ?? scan.kind) !== scan.kind) tally.foreign++;
  else noteMalformed(scan, outcome, start, end, offset);
}

function startLine(scan: LineScan): void {
  scan.lineNumber++;
  scan.lines++;
  scan.tally.lines++;
}

function noteMalformed(scan: LineScan, reason: number, start: number, end: number, offset: number): void {
  const { tally } = scan;
  scan.malformed++;
  tally.malformed[reason] = (tally.malformed[reason] ?? 0) + 1;
  if (tally.samples.length < scan.samples)
    tally.samples.push({
      file: scan.file,
      offset,
      line: scan.lineNumber,
      reason: REASONS[reason] ?? 'fields',
      text: scan.work.bytes.toString('utf8', start, Math.min(end, start + EXCERPT)),
    });
}

function remark(scan: LineScan, code: RemarkCode, offset: number): void {
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

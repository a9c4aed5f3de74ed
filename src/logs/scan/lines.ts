// Splits chunks of text into lines and counts them. A line that spans chunks is put together in a buffer of at most
// LINE_CAP bytes.
import { CUT, LINE_CAP, LINES, MALFORMED, TEXT_CHUNK, TOO_LONG, WORD_CAP } from '../layout.ts';
import type { Remark, RemarkCode, ScanOptions, ShownLines } from '../types.ts';
import type { Kernel } from './kernel.ts';
import type { Sample } from './tally.ts';
import { REASONS } from './words.ts';

const LINE_FEED = 10;
const EXCERPT = 200;

export const DEFAULT_SAMPLES = 10;

/** The state of reading one file into a kernel. */
export interface LineScan {
  readonly kernel: Kernel;
  readonly kind: ScanOptions['kind'];
  /** Malformed lines of this tally, at most `samplesCap`. */
  readonly samples: Sample[];
  readonly samplesCap: number;
  /** The file's index among all files, for samples. */
  readonly file: number;
  readonly remarks: Map<RemarkCode, { offset: number; count: number }>;
  /** Lines and malformed lines of the tally before this file. */
  readonly linesBefore: number;
  readonly malformedBefore: number;
  /** Offset of the next chunk in the text. */
  offset: number;
  /** The offset in the text minus the position in the kernel's memory. */
  base: number;
  /** Bytes kept of a line that began in an earlier chunk. */
  carried: number;
  /** Inside a line that is too long, until its end. */
  isSkipping: boolean;
}

/**
 * Begins a file.
 *
 * @param kernel must not be used by another scan until this one has ended. @param samples receives malformed lines.
 */
export function newLineScan(kernel: Kernel, samples: Sample[], options: ScanOptions, file: number): LineScan {
  const { kind, since = -Infinity, until = Infinity, samples: samplesCap = DEFAULT_SAMPLES } = options;
  const { exports, bytes } = kernel;
  exports.beginFile(kind === 'access', samplesCap - samples.length);
  exports.setWindow(since, until);
  exports.setPictured(options.pictures === true);
  const wanted = bytes.write((options.loadBalancer ?? '').slice(0, WORD_CAP), exports.textAt.value, 'latin1');
  exports.setLoadBalancer(exports.textAt.value, wanted);
  bytes.set(options.where ?? [], exports.whereAt.value);
  exports.setWhere(options.where?.length ?? 0);
  exports.setShowing(options.shown !== undefined);
  const scan: LineScan = {
    kernel,
    kind,
    samples,
    samplesCap,
    file,
    remarks: new Map(),
    linesBefore: kernel.numbers[LINES] ?? 0,
    malformedBefore: malformedIn(kernel),
    offset: 0,
    base: 0,
    carried: 0,
    isSkipping: false,
  };
  kernel.listener = {
    onMalformed: (reason, start, end) => addMalformed(scan, reason, start, end),
    onLine: (start, end) => show(kernel, options.shown, start, end),
    onReturn: (at) => remark(scan, 'crlf', scan.base + at),
  };
  return scan;
}

/** The number of lines of the file that are not blank. */
export const linesOf = ({ kernel, linesBefore }: LineScan): number =>
  (kernel.numbers[LINES] ?? 0) - linesBefore;

const malformedIn = ({ numbers }: Kernel): number =>
  numbers.subarray(MALFORMED, MALFORMED + REASONS.length).reduce((sum, count) => sum + count, 0);

/** The number of malformed lines of the file. */
export const malformedOf = ({ kernel, malformedBefore }: LineScan): number =>
  malformedIn(kernel) - malformedBefore;

/** Where to put text so that it does not have to be copied. */
export const textRoom = ({ kernel: { bytes, exports } }: LineScan): Buffer =>
  bytes.subarray(exports.textAt.value, exports.textAt.value + TEXT_CHUNK);

/** Counts the lines of the next chunk, which may be overwritten afterwards. */
export function addChunk(scan: LineScan, chunk: Buffer): void {
  const { bytes, exports } = scan.kernel;
  const textAt = exports.textAt.value;
  if (chunk.buffer === bytes.buffer && chunk.byteOffset === textAt) addText(scan, chunk.length);
  else
    for (let at = 0; at < chunk.length; at += TEXT_CHUNK)
      addText(scan, chunk.copy(bytes, textAt, at, Math.min(chunk.length, at + TEXT_CHUNK)));
}

function addText(scan: LineScan, length: number): void {
  const { bytes, exports } = scan.kernel;
  const textAt = exports.textAt.value;
  const stop = textAt + length;
  const text = bytes.subarray(textAt, stop);
  let start = textAt;
  if (scan.offset === 0 && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) start += 3;
  let mayHaveNul = false;
  if (scan.carried > 0 || scan.isSkipping) {
    const found = text.indexOf(LINE_FEED);
    const feed = found < 0 ? stop : textAt + found;
    mayHaveNul = bytes.subarray(start, feed).includes(0);
    keep(scan, start, feed);
    start = feed + 1;
    if (feed < stop) endCarried(scan, scan.offset + feed - textAt);
  }
  if (start < stop) {
    scan.base = scan.offset - textAt;
    const rest = exports.scan(start, stop);
    mayHaveNul ||= exports.maySeeNul() !== 0;
    if (rest < stop) keep(scan, rest, stop);
  }
  const nul = mayHaveNul ? text.indexOf(0) : -1;
  if (nul >= 0) remark(scan, 'nul-bytes', scan.offset + nul);
  scan.offset += length;
}

/**
 * Ends the text.
 *
 * @param isDamaged the input ends early, so a last line without a line feed is incomplete and counts as malformed.
 */
export function endText(scan: LineScan, isDamaged: boolean): void {
  if (scan.carried === 0) return;
  if (isDamaged) {
    skipCarried(scan, CUT, scan.offset - scan.carried);
    scan.carried = 0;
  } else endCarried(scan, scan.offset);
}

/** Keeps part of a line until the rest arrives. */
function keep(scan: LineScan, start: number, end: number): void {
  if (scan.isSkipping) return;
  const { bytes, exports } = scan.kernel;
  const kept = Math.min(end - start, LINE_CAP + 1 - scan.carried);
  bytes.copyWithin(exports.carryAt.value + scan.carried, start, start + kept);
  scan.carried += kept;
  if (scan.carried <= LINE_CAP) return;
  skipCarried(scan, TOO_LONG, scan.offset + start - exports.textAt.value + kept - scan.carried);
  scan.carried = 0;
  scan.isSkipping = true;
}

/** @param offset the line's offset in the text. */
function skipCarried(scan: LineScan, reason: number, offset: number): void {
  const { exports } = scan.kernel;
  const carryAt = exports.carryAt.value;
  exports.skipLine();
  scan.base = offset - carryAt;
  exports.addMalformed(reason, carryAt, carryAt + scan.carried);
}

/** @param end the offset of the line's end in the text. */
function endCarried(scan: LineScan, end: number): void {
  const { exports } = scan.kernel;
  const carryAt = exports.carryAt.value;
  const length = scan.carried;
  scan.carried = 0;
  if (scan.isSkipping) scan.isSkipping = false;
  else {
    scan.base = end - length - carryAt;
    exports.scanLine(carryAt, carryAt + length);
  }
}

function show({ bytes, exports }: Kernel, shown: ShownLines | undefined, start: number, end: number): void {
  if (!shown) return;
  if (shown.lines.length < shown.most) shown.lines.push(Buffer.from(bytes.subarray(start, end)));
  else {
    shown.hasMore = true;
    exports.setShowing(false);
  }
}

function addMalformed(scan: LineScan, reason: number, start: number, end: number): void {
  const { bytes, exports } = scan.kernel;
  const offset = scan.base + start;
  if (reason === TOO_LONG) remark(scan, 'line-too-long', offset);
  if (scan.samples.length < scan.samplesCap)
    scan.samples.push({
      file: scan.file,
      offset,
      line: exports.lineNumber.value,
      reason: REASONS[reason] ?? 'fields',
      text: bytes.toString('utf8', start, Math.min(end, start + EXCERPT)),
    });
}

function remark(scan: LineScan, code: RemarkCode, offset: number): void {
  const held = scan.remarks.get(code);
  if (held) held.count++;
  else scan.remarks.set(code, { offset, count: 1 });
}

/** Remarks on the text, in the order in which they first occur. */
export const textRemarks = (scan: LineScan): Remark[] =>
  [...scan.remarks]
    .map(([code, { offset, count }]): Remark => ({
      code,
      isDamage: code !== 'crlf',
      offset,
      of: 'text',
      count,
    }))
    .sort((left, right) => left.offset - right.offset);

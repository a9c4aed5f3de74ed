// Recognises the log of a line or a file by its content. File names are ignored, as they change when files are copied.
import type { FileKind } from '../types.ts';

/** What a line can be recognised as. */
export type LineKind = 'access' | 'connection' | 'health-check' | 'test-file';

/** Minimum length of the first line of ELB's test file, in bytes. */
const SHORTEST = 18;
const TEST_FILE = /^Enable \w*Log for ELB/;

/** @returns `undefined` for a line that does not belong to any log. */
function kindOfLine(bytes: Uint8Array, start: number, end: number): LineKind | undefined {
  if (end - start < SHORTEST) return undefined;
  // The first four fields identify each kind; an `elb` has at most 100 characters.
  const head = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, 512)).toString(
    'latin1',
  );
  const [first = '', second = '', third = '', fourth = ''] = head.split(' ', 4);
  if (isTime(first)) return /^(\d+|-)$/.test(fourth) ? 'connection' : undefined;
  if (isTime(second)) {
    if (third.includes('/')) return 'access';
    return /^(\d+(\.\d+)?|-)$/.test(third) ? 'health-check' : undefined;
  }
  return TEST_FILE.test(head) ? 'test-file' : undefined;
}

const TIME = /^((?:19[7-9]\d|2[01]\d\d)-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/;

function isTime(word: string): boolean {
  const [, seconds] = TIME.exec(word) ?? [];
  const date = new Date(`${seconds}Z`);
  // Date accepts the 30th of February as the 2nd of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === seconds;
}

const PARQUET =
  "Parquet: DuckDB makes JSON of it that is read here (duckdb -c \"COPY (FROM '*.parquet') TO 'logs.json'\"); or let the delivery write json, w3c or plain (OutputFormat of its destination)";

const OTHER_COMPRESSIONS: readonly (readonly [magic: string, how: string])[] = [
  ['425a68', 'bzip2: unpack it with bunzip2 -k'],
  ['fd377a585a00', 'xz: unpack it with unxz -k'],
  ['28b52ffd', 'Zstandard: unpack it with unzstd'],
  ['504b0304', 'zip: unpack it with unzip'],
  ['377abcaf271c', '7-Zip: unpack it with 7z x'],
  ['04224d18', 'LZ4: unpack it with unlz4'],
  // Not a compression, but not text either.
  ['50415231', PARQUET],
  // With an encrypted footer.
  ['50415245', PARQUET],
  ['1f9d', 'compress: unpack it with uncompress'],
];

/** Recognises unsupported compressions by the first bytes. @returns the name of the format, and how to unpack it. */
export function howToUnpack(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 6)).toString('hex');
  return OTHER_COMPRESSIONS.find(([magic]) => head.startsWith(magic))?.[1];
}

/** The kind of the first line that is recognised. */
export function kindOfText(text: Uint8Array): FileKind {
  if (text.length === 0) return 'empty';
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf(10, start);
    const end = feed < 0 ? text.length : feed;
    const kind = kindOfLine(text, start, end);
    if (kind) return kind;
    start = end + 1;
  }
  return 'unknown';
}

/** Whether there is a byte order mark of UTF-16, or every other byte is NUL, as for ASCII in UTF-16. */
export function isUtf16(text: Uint8Array): boolean {
  if (text.length < 2) return false;
  const [first, second] = text;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const head = text.subarray(0, 64);
  if (head.length < 32) return false;
  const nuls = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  return Math.max(even, odd) >= head.length / 2 - 1 && Math.min(even, odd) === 0;
}

export const isGzip = (bytes: Uint8Array): boolean =>
  bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

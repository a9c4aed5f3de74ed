// Converts the text of a vended log, chunk by chunk, to lines as ELB writes them to S3. A line that cannot be converted
// stays as it is, and counts as malformed.
import { cellsOf, withoutStamp } from './cells.ts';
import { fieldName } from './fields.ts';
import type { VendedFormat } from './format.ts';
import { lineOf } from './line.ts';

export interface VendedReader {
  readonly format: VendedFormat;
  /** @returns the complete lines read so far that have not been returned yet. */
  read(chunk: Uint8Array): Buffer;
  /** @returns the last line, which may lack a line feed. */
  end(): Buffer;
}

/** Longer lines are split. */
const LINE_CAP = 1_048_576;

export function newVendedReader(format: VendedFormat): VendedReader {
  let rest = Buffer.alloc(0);
  const translated = (text: Buffer): Buffer =>
    Buffer.from(
      text
        .toString('utf8')
        .split('\n')
        .map((line) => translate(line.trimEnd(), format))
        .join('\n'),
    );
  return {
    format,
    read(chunk) {
      const all = Buffer.concat([rest, chunk]);
      const feed = all.lastIndexOf(10);
      const end = feed < 0 && all.length > LINE_CAP ? all.length : feed + 1;
      rest = all.subarray(end);
      return end === 0 ? Buffer.alloc(0) : translated(all.subarray(0, end));
    },
    end() {
      const last = translated(rest);
      rest = Buffer.alloc(0);
      return last;
    },
  };
}

function translate(line: string, format: VendedFormat): string {
  const message = withoutStamp(line);
  if (message === '' || format.kind === 'stamped') return message;
  if (format.kind === 'json') return fromJson(message) ?? line;
  if (message.startsWith('#')) return '';
  const cells = cellsOf(message, format.delimiter);
  // A header, which may be repeated if files were concatenated.
  if (
    cells.length === format.names.length &&
    cells.every((cell, index) => fieldName(cell) === format.names[index])
  )
    return '';
  // ELB's logs get new fields at the end.
  if (cells.length < format.names.length) return line;
  return lineOf(new Map(format.names.map((name, index) => [name, cells[index]]))) ?? line;
}

function fromJson(message: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return lineOf(new Map(Object.entries(value).map(([name, each]) => [fieldName(name), each])));
}

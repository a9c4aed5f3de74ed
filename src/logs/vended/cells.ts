// Splits a line of plain or W3C text into cells.

export type Delimiter = '\t' | ',' | ' ';

/** CloudWatch's export writes the time of an event before its message. */
const STAMP =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z (?=\{|#|[a-z0-9]+[\t, ]\d{4}-\d\d-\d\dT|\d{4}-\d\d-\d\dT)/;

export const withoutStamp = (line: string): string => line.replace(STAMP, '');

/** Cells may be quoted; they end at a quote without a backslash before it. In CSV, a doubled quote is a quote. */
export function cellsOf(line: string, delimiter: Delimiter): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    let cell: string;
    if (line[at] === '"') {
      let end = at + 1;
      for (; end < line.length; end++) {
        if (line[end] === '\\') end++;
        else if (line[end] === '"') {
          if (delimiter !== ',' || line[end + 1] !== '"') break;
          end++;
        }
      }
      cell = line.slice(at + 1, end);
      if (delimiter === ',') cell = cell.replaceAll('""', '"');
      at = end + 1;
    } else {
      const end = line.indexOf(delimiter, at);
      cell = line.slice(at, end < 0 ? line.length : end);
      at = end < 0 ? line.length : end;
    }
    cells.push(cell);
    at++;
  }
  return cells;
}

// Prints the report in the requested format.
import { reportCsv } from '../../logs/report/csv.ts';
import { reportJson, reportNdjson } from '../../logs/report/data.ts';
import type { PageOptions } from '../../logs/report/page.ts';
import { reportText } from '../../logs/report/text.ts';
import type { Report } from '../../logs/report/types.ts';
import { printable } from '../../common/printable.ts';
import { isTerminal, printToStderr, writeOut, writeReport, writeResult } from '../io/output.ts';
import { paintSeverity } from '../io/style.ts';
import { terminal } from '../io/terminal.ts';

interface PrintOptions {
  readonly format: 'text' | 'json' | 'ndjson' | 'csv';
  readonly table?: string;
  readonly showMalformed?: boolean;
  /** A file; not for ndjson. */
  readonly output?: string | undefined;
}

export function print(report: Report, { format, table, showMalformed = false, output }: PrintOptions): void {
  if (format === 'json') writeResult(reportJson(report), output);
  else if (format === 'csv') printCsv(report, table, output);
  else if (format === 'ndjson') for (const records of batches(reportNdjson(report))) writeOut(records);
  else if (output === undefined || output === '-')
    writeReport(reportText(report, { showMalformed, paint: paintSeverity, ...pageOf() }));
  else writeResult(reportText(report, { showMalformed }), output);
}

/** Prints cells unchanged for a program; on a terminal, escapes control sequences. */
function printCsv(report: Report, table: string | undefined, output: string | undefined): void {
  const csv = reportCsv(report, table);
  if ((output === undefined || output === '-') && isTerminal('stdout'))
    writeReport(`${csv.trimEnd().split('\r\n').map(printable).join('\n')}\n`);
  else writeResult(csv, output);
  if (csv.indexOf('\r\n') === csv.length - 2)
    printToStderr(
      table === 'load-balancer-verdicts'
        ? 'The table has no rows: the logs are of one load balancer, or too many or too large to be read again for each.'
        : 'The table has no rows.',
    );
}

/** The terminal's width; elsewhere COLUMNS, or the default. */
function pageOf(): PageOptions {
  const { COLUMNS } = process.env;
  const columns = isTerminal('stdout') ? process.stdout.columns : Number(COLUMNS);
  return { isAscii: !terminal('stdout').isUnicode, ...(columns > 0 && { width: columns }) };
}

const BATCH = 65_536;

function* batches(lines: Iterable<string>): Generator<string> {
  let batch = '';
  for (const line of lines) {
    batch += line;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

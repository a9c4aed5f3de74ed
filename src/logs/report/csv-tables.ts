// The tables that --format csv prints: their names, their columns, and where their rows are in the report. They are
// fixed, so that a wrong name is reported before any logs are read, and a table without rows still has its header.
import type { AccessReport, ConnectionReport, Report, TableReport } from './types.ts';

export type CsvRow = Readonly<Record<string, unknown>>;

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: (report: Report) => readonly CsvRow[];
}

type Of<Rows> =
  Rows extends TableReport<infer Row> ? Row : Rows extends readonly (infer Row)[] | null ? Row : never;
type Columns<Rows> = readonly (keyof Of<Rows> & string)[];

const rowsOf = (value: unknown): readonly CsvRow[] =>
  Array.isArray(value) ? (value as CsvRow[]) : ((value as { rows?: CsvRow[] } | undefined)?.rows ?? []);

const access = <Key extends keyof AccessReport>(key: Key, columns: Columns<AccessReport[Key]>): CsvTable => ({
  columns,
  rows: (report) => rowsOf(report.access?.[key]),
});
const connection = <Key extends keyof ConnectionReport>(
  key: Key,
  columns: Columns<ConnectionReport[Key]>,
): CsvTable => ({ columns, rows: (report) => rowsOf(report.connection?.[key]) });
const whole = <Rows>(rows: (report: Report) => Rows, columns: Columns<NonNullable<Rows>>): CsvTable => ({
  columns,
  rows: (report) => rowsOf(rows(report) ?? undefined),
});

const TRAFFIC = ['connections', 'share', 'receivedBytes', 'sentBytes', 'short'] as const;
const WORDS = ['word', ...TRAFFIC] as const;
const REQUEST = [
  'scheme',
  'host',
  'port',
  'path',
  'status',
  'targetStatus',
  'answeredBy',
  'reason',
  'count',
  'first',
  'last',
] as const;

const ACCESS: Readonly<Record<string, CsvTable>> = {
  closed: access('closed', ['type', 'status', 'port', 'protocol', 'cipher', 'connections', 'share']),
  minutes: access('minutes', ['minute', 'opened', 'closed', 'open', 'failed']),
  histogram: access('histogram', ['fromSeconds', 'toSeconds', 'connections']),
  targets: access('targets', ['target', 'group', ...TRAFFIC, 'firstOpened', 'lastClosed', 'medianDuration']),
  clients: access('clients', ['client', ...TRAFFIC, 'targetChanges', 'refused']),
  paths: access('paths', WORDS),
  hosts: access('hosts', WORDS),
  'user-agents': access('userAgents', [...WORDS, 'medianDuration']),
  nodes: access('nodes', WORDS),
  'load-balancers': access('loadBalancers', [...WORDS, 'refused']),
  failed: access('failed', [
    ...REQUEST,
    'recognisedBy',
    'peakMinute',
    'peak',
    'targets',
    'clients',
    'userAgents',
  ]),
  others: access('others', [...REQUEST, 'type', 'method', 'transport']),
  'load-balancer-verdicts': whole(
    ({ loadBalancers }) => loadBalancers,
    ['loadBalancer', 'attempts', 'failed', 'failedShare', 'youngShare', 'worst', 'incidents'],
  ),
  changes: whole(({ baseline }) => baseline?.changes, ['what', 'of', 'before', 'after', 'p']),
};

const CONNECTION: Readonly<Record<string, CsvTable>> = {
  handshakes: connection('handshakes', [
    'port',
    'protocol',
    'cipher',
    'verification',
    'isFailed',
    'connections',
    'share',
  ]),
  minutes: connection('minutes', ['minute', 'opened', 'failed']),
  clients: connection('clients', ['client', 'connections', 'failed']),
};

const BOTH: Readonly<Record<string, CsvTable>> = {
  incidents: whole(({ incidents }) => incidents, ['from', 'to', 'severity', 'text', 'codes']),
  findings: whole(
    ({ findings }) => findings,
    ['code', 'severity', 'what', 'brief', 'evidence', 'remedy', 'values', 'events'],
  ),
  skipped: whole(({ input }) => input.skipped, ['kind', 'files', 'paths']),
  remarks: whole(
    ({ input }) => input.remarks,
    ['path', 'code', 'isDamage', 'offset', 'of', 'count', 'reason'],
  ),
  malformed: whole(({ input }) => input.malformedSamples, ['path', 'line', 'offset', 'reason', 'text']),
};

/** The tables of a report by name. */
export const csvTables = (log: Report['log']): ReadonlyMap<string, CsvTable> =>
  new Map(Object.entries({ ...(log === 'access' ? ACCESS : CONNECTION), ...BOTH }));

// The report for programs: as one JSON value, or as one record per line.
import type { Report } from './types.ts';

/** Escapes what is not ASCII, so that JSON has no character that a terminal could act on; the values stay the same. */
const safe = (json: string): string =>
  json.replaceAll(/[\u007F-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const reportJson = (report: Report): string => `${safe(JSON.stringify(report, undefined, 2))}\n`;

/**
 * One JSON object per line, with its kind in `record`: first `summary`, with everything that is not a list; then a line
 * for each row of each list, such as `minute`, `target`, `client` and `finding`.
 */
export function* reportNdjson({
  input,
  access,
  connection,
  baseline,
  loadBalancers,
  incidents,
  findings,
  ...report
}: Report): Generator<string> {
  const line = (record: string, value: object) => `${safe(JSON.stringify({ record, ...value }))}\n`;
  const { skipped, remarks, malformedSamples, ...counts } = input;
  const scalars = (value: object | null) =>
    value &&
    Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => !Array.isArray(each))
        .map(([key, each]) => [key, key in LISTS ? withoutRows(each as object) : (each as unknown)]),
    );
  yield line('summary', {
    ...report,
    input: counts,
    baseline: scalars(baseline),
    access: scalars(access),
    connection: scalars(connection),
  });
  for (const file of skipped) yield line('skipped', file);
  for (const remark of remarks) yield line('remark', remark);
  for (const sample of malformedSamples) yield line('malformed', sample);
  for (const part of [access, connection])
    for (const [key, value] of Object.entries(part ?? {})) {
      const record = LISTS[key];
      if (record === undefined) continue;
      const rows = (Array.isArray(value) ? value : (value as { rows: object[] }).rows) as readonly object[];
      for (const row of rows) yield line(record, row);
    }
  for (const each of loadBalancers ?? []) yield line('load-balancer-verdict', each);
  for (const change of baseline?.changes ?? []) yield line('change', change);
  for (const incident of incidents) yield line('incident', incident);
  for (const finding of findings) yield line('finding', finding);
}

/** What remains of a table: the number of keys, and the error. */
const withoutRows = (table: object): object =>
  Object.fromEntries(Object.entries(table).filter(([key]) => key !== 'rows'));

/** The keys that hold rows, and the record name of a row. */
const LISTS: Readonly<Record<string, string>> = {
  closed: 'closed',
  minutes: 'minute',
  histogram: 'range',
  targets: 'target',
  clients: 'client',
  paths: 'path',
  hosts: 'host',
  userAgents: 'user-agent',
  nodes: 'node',
  loadBalancers: 'load-balancer',
  failed: 'failed-upgrade',
  others: 'request',
  handshakes: 'handshake',
};

// The report for programs: as one JSON value, and as one record a line.
import type { Report } from './types.ts';

/** JSON without a character that a terminal could act on: what is not ASCII is escaped, which changes no value. */
const safe = (json: string): string =>
  json.replaceAll(/[\u007F-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const reportJson = (report: Report): string => `${safe(JSON.stringify(report, undefined, 2))}\n`;

/**
 * One JSON object a line, each with a `record` that says what it is: `summary` first, with everything that is not a list; then
 * a line for each row of each list, such as `minute`, `target`, `client` and `finding`.
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

/** Of a table: how many keys there are, and how exact it is. */
const withoutRows = (table: object): object =>
  Object.fromEntries(Object.entries(table).filter(([key]) => key !== 'rows'));

/** Which key holds rows, and what one is called. */
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

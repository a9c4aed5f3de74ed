// What `generate logs` does before it writes its report; prints the result, which the bench compares with what it knows about
// the files.
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { quantile } from '../../src/logs/scan/histogram.ts';
import type { RequestRow, Table, TrafficRow } from '../../src/logs/types.ts';

type Counted = Record<string, readonly number[]>;

const traffic = <Row extends TrafficRow>({ rows }: Table<Row>, nameOf: (row: Row) => string): Counted =>
  Object.fromEntries(
    rows
      .filter(({ connections }) => connections > 0)
      .map((row) => [nameOf(row), [row.connections, row.received, row.sent, row.short]]),
  );

const requestKey = ({ route, type, isGet, transport, status, targetStatus }: RequestRow): string =>
  [route, type, isGet, transport ?? '', status, targetStatus].join('\t');

const byMinute = (minutes: Float64Array, counts: Float64Array): Record<string, number> =>
  Object.fromEntries(
    [...minutes].map((minute, at) => [minute, counts[at] ?? 0] as const).filter(([, count]) => count > 0),
  );

void (async () => {
  const { lines, counted, malformed, access } = await scanPaths({
    paths: process.argv.slice(2),
    kind: 'access',
    rows: 1e6,
  });
  if (!access) throw new Error('no access log');
  const { minutes, durations, total } = access;
  process.stdout.write(
    JSON.stringify({
      exact: {
        lines,
        counted,
        malformed,
        received: total.received,
        sent: total.sent,
        types: Object.fromEntries(Object.entries(access.types).filter(([, count]) => count > 0)),
        opened: byMinute(minutes.minute, minutes.opened),
        closed: byMinute(minutes.minute, minutes.closed),
        durations: durations.count,
        unknown: durations.unknown,
        targets: traffic(access.targets, ({ target, group }) => `${target}\t${group}`),
        clients: traffic(access.clients, ({ client }) => client),
        routes: traffic(access.routes, ({ word }) => word),
        failed: Object.fromEntries(
          access.failed.rows.map((row) => [`${requestKey(row)}\t${row.reason}`, row.count]),
        ),
        requests: Object.fromEntries(access.requests.rows.map((row) => [requestKey(row), row.count])),
        agents: traffic(access.userAgents, ({ word }) => word),
        nodes: traffic(access.nodes, ({ word }) => word),
        loadBalancers: traffic(access.loadBalancers, ({ word }) => word),
      },
      quantiles: [0.5, 0.9, 0.99, 1].map((share) => [share, quantile(durations, share)]),
    }),
  );
})();

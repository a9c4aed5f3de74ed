// The access log's part of the report.
import type { Attempts, Failure } from '../attempts.ts';
import { ranking } from '../findings/finding.ts';
import { medianOf } from '../octaves.ts';
import { routeOf } from '../route.ts';
import { SHORT_SECONDS } from '../types.ts';
import type { AccessResult, Minutes, RequestRow, Table, TrafficRow, WordRow } from '../types.ts';
import { distributionReport, durationRanges } from './distribution.ts';
import { isoTime, minuteTime, ratio } from './quantities.ts';
import type { AccessReport, BalanceReport, FailureReport, MinuteReport, TableReport } from './types.ts';

/** How many of a failure's heaviest targets, clients and user agents are listed. */
const NAMED = 3;

/** @param top maximum rows of each table. */
export function accessReport(access: AccessResult, attempts: Attempts, top: number): AccessReport {
  const { total, targets, nodes } = access;
  const table = <Row, Shown>(of: Table<Row>, show: (row: Row) => Shown) => tableReport(of, top, show);
  const traffic = (row: TrafficRow) => ({
    connections: row.connections,
    share: ratio(row.connections, total.connections),
    receivedBytes: row.received,
    sentBytes: row.sent,
    short: row.short,
  });
  const words = (row: WordRow) => ({ word: row.word, ...traffic(row) });
  const rowsOf = <Row>(rows: readonly Row[]): Table<Row> => ({
    rows,
    keys: rows.length,
    error: attempts.error,
  });
  return {
    lines: access.types,
    connections: total.connections,
    receivedBytes: total.received,
    sentBytes: total.sent,
    closed: table(access.closed, ({ type, status, port, protocol, cipher, connections }) => {
      return {
        type,
        status,
        port,
        protocol,
        cipher,
        connections,
        share: ratio(connections, total.connections),
      };
    }),
    minutes: minuteReports(access.minutes, attempts.byMinute),
    eventsOutsideMinutes: access.minutes.outside,
    durations: distributionReport(access.durations),
    histogram: durationRanges(access),
    targets: table(targets, (row) => ({
      target: row.target,
      group: row.group,
      ...traffic(row),
      firstOpened: isoTime(row.firstOpened),
      lastClosed: isoTime(row.lastClosed) ?? '',
      medianDuration: medianOf(row.octaves) ?? null,
    })),
    targetBalance: balance(
      targets.rows.filter(({ target }) => target !== '-'),
      targets,
    ),
    clients: table(access.clients, (row) => ({
      client: row.client,
      ...traffic(row),
      targetChanges: row.targetChanges,
      refused: row.refused,
    })),
    paths: table(
      merged(access.routes, (route) => routeOf(route).path),
      words,
    ),
    hosts: table(
      merged(access.routes, (route) => routeOf(route).host),
      words,
    ),
    userAgents: table(access.userAgents, (row) => ({
      ...words(row),
      medianDuration: medianOf(row.octaves) ?? null,
    })),
    nodes: table(nodes, words),
    nodeBalance: balance(
      nodes.rows.filter(({ word }) => word !== '-'),
      nodes,
    ),
    loadBalancers: table(access.loadBalancers, (row) => ({ ...words(row), refused: row.refused })),
    failed: table(rowsOf(attempts.failures), failureReport),
    failedUpgrades: attempts.failed,
    attempts: {
      recognisedBy: [...attempts.by].map(([by, count]) => ({ by, attempts: count })),
      error: attempts.error,
    },
    polling: attempts.polling
      ? { ...attempts.polling, stuckShare: ratio(attempts.polling.stuck, attempts.polling.clients) }
      : null,
    young: {
      withinSeconds: SHORT_SECONDS,
      connections: total.short,
      share: ratio(total.short, access.durations.count),
    },
    others: table(rowsOf(attempts.others.filter(({ transport }) => transport !== 'polling')), (row) => ({
      ...requestReport(row),
      type: row.type,
      method: row.isGet ? 'GET' : 'other',
      transport: row.transport ?? null,
    })),
  };
}

/** Merges the rows of routes by a part of the route. */
function merged({ rows, keys, error }: Table<WordRow>, partOf: (route: string) => string): Table<WordRow> {
  const sums = new Map<string, WordRow>();
  for (const row of rows) {
    const word = partOf(row.word);
    const held = sums.get(word) ?? { word, connections: 0, received: 0, sent: 0, short: 0 };
    sums.set(word, {
      word,
      connections: held.connections + row.connections,
      received: held.received + row.received,
      sent: held.sent + row.sent,
      short: held.short + row.short,
    });
  }
  const sorted = [...sums.values()].sort(
    (left, right) => right.connections - left.connections || (left.word < right.word ? -1 : 1),
  );
  return { rows: sorted, keys: sorted.length + keys - rows.length, error };
}

const requestReport = (row: RequestRow & { readonly reason: string }) => ({
  ...routeOf(row.route),
  status: row.status,
  targetStatus: row.targetStatus,
  answeredBy: row.targetStatus === '-' ? ('load balancer' as const) : ('target' as const),
  reason: row.reason,
  count: row.count,
  first: isoTime(row.firstTime) ?? '',
  last: isoTime(row.lastTime) ?? '',
});

function failureReport(failure: Failure): FailureReport {
  const named = (counts: ReadonlyMap<string, number>) =>
    ranking(counts)
      .slice(0, NAMED)
      .map(([word, count]) => ({ word, count }));
  const [peakMinute, peak] = [...failure.minutes].reduce(
    (best, each) => (each[1] > best[1] || (each[1] === best[1] && each[0] < best[0]) ? each : best),
    [Math.floor(failure.firstTime / 60e6), 0],
  );
  return {
    ...requestReport(failure),
    recognisedBy: failure.evidence,
    peakMinute: minuteTime(peakMinute),
    peak,
    targets: named(failure.targets),
    clients: named(failure.clients),
    userAgents: named(failure.agents),
  };
}

export function tableReport<Row, Shown>(
  { rows, keys, error }: Table<Row>,
  top: number,
  show: (row: Row) => Shown,
): TableReport<Shown> {
  return { rows: rows.slice(0, top).map(show), keys, error };
}

/** @param failures failed upgrades by minute, for access logs. */
export function minuteReports(
  { minute, opened, closed, open, failed }: Minutes,
  failures: ReadonlyMap<number, number> = new Map(),
): MinuteReport[] {
  const rows = new Map<number, MinuteReport>();
  for (const [index, value] of minute.entries())
    rows.set(value, {
      minute: minuteTime(value),
      opened: opened[index] ?? 0,
      closed: closed[index] ?? 0,
      open: open[index] ?? 0,
      failed: failures.get(value) ?? failed[index] ?? 0,
    });
  const more = [...failures].filter(([value]) => !rows.has(value));
  for (const [value, count] of more)
    rows.set(value, { minute: minuteTime(value), opened: 0, closed: 0, open: null, failed: count });
  let before = 0;
  return [...rows]
    .sort(([left], [right]) => left - right)
    .map(([, row]) => {
      before = row.open ?? before;
      return { ...row, open: before };
    });
}

/** Null for fewer than two, or if some rows are missing. */
function balance(
  rows: readonly { readonly connections: number }[],
  { keys, error, rows: held }: Table<unknown>,
): BalanceReport | null {
  if (rows.length < 2 || error > 0 || held.length < keys) return null;
  const counts = rows.map(({ connections }) => connections);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return {
    members: counts.length,
    mostOverMean: ratio(Math.max(...counts), mean),
    leastOverMean: ratio(Math.min(...counts), mean),
  };
}

// The access log's part of the report.
import type { AccessResult, Minutes, Table, TrafficRow, WordRow } from '../types.ts';
import { distributionReport, durationRanges } from './distribution.ts';
import { isoTime, minuteTime, ratio } from './quantities.ts';
import type { AccessReport, BalanceReport, MinuteReport, TableReport, WordReport } from './types.ts';

/** @param top rows of each table. */
export function accessReport(access: AccessResult, top: number): AccessReport {
  const { total, targets, nodes } = access;
  const table = <Row, Shown>(of: Table<Row>, show: (row: Row) => Shown) => tableReport(of, top, show);
  const traffic = (row: TrafficRow) => ({
    connections: row.connections,
    share: ratio(row.connections, total.connections),
    receivedBytes: row.received,
    sentBytes: row.sent,
  });
  const words = (of: Table<WordRow>): TableReport<WordReport> =>
    table(of, (row) => ({ word: row.word, ...traffic(row) }));
  return {
    lines: access.types,
    connections: total.connections,
    receivedBytes: total.received,
    sentBytes: total.sent,
    closed: table(access.closed, ({ type, status, port, protocol, cipher, connections }) => {
      return { type, status, port, protocol, cipher, connections, share: ratio(connections, total.connections) }; // prettier-ignore
    }),
    minutes: minuteReports(access.minutes),
    eventsOutsideMinutes: access.minutes.outside,
    durations: distributionReport(access.durations),
    histogram: durationRanges(access),
    targets: table(targets, (row) => ({
      target: row.target,
      group: row.group,
      ...traffic(row),
      firstOpened: isoTime(row.firstOpened),
      lastClosed: isoTime(row.lastClosed) ?? '',
    })),
    targetBalance: balance(
      targets.rows.filter(({ target }) => target !== '-'),
      targets,
    ),
    clients: table(access.clients, (row) => ({
      client: row.client,
      ...traffic(row),
      short: row.short,
      targetChanges: row.targetChanges,
      refused: row.refused,
    })),
    paths: words(access.paths),
    userAgents: words(access.userAgents),
    nodes: words(nodes),
    nodeBalance: balance(
      nodes.rows.filter(({ word }) => word !== '-'),
      nodes,
    ),
    loadBalancers: words(access.loadBalancers),
    failed: table(access.failed, ({ path, status, targetStatus, reason, count }) => {
      return { path, status, targetStatus, reason, count };
    }),
    failedUpgrades: failedUpgrades(access),
  };
}

/** All failed upgrades, those in rows that are not shown included. */
export const failedUpgrades = ({ failed }: AccessResult): number =>
  failed.rows.reduce((sum, { count }) => sum + count, 0);

export function tableReport<Row, Shown>(
  { rows, keys, error }: Table<Row>,
  top: number,
  show: (row: Row) => Shown,
): TableReport<Shown> {
  return { rows: rows.slice(0, top).map(show), keys, error };
}

export const minuteReports = ({ minute, opened, closed, open, failed }: Minutes): MinuteReport[] =>
  Array.from(minute, (value, index) => ({
    minute: minuteTime(value),
    opened: opened[index] ?? 0,
    closed: closed[index] ?? 0,
    open: open[index] ?? 0,
    failed: failed[index] ?? 0,
  }));

/** Undefined of fewer than two, or when the rows are not all there. */
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

// Decides which requests were attempts to open a WebSocket, since ELB logs failed attempts like any other request.
// Criteria, in this order: type ws or wss; `transport=websocket` in the query; a path given by the user; the same
// scheme, host, port and path (with IDs folded) as a successful attempt; a telltale status or reason. See also
// notes/logs-findings.md.
import { collectDetails, type Details } from './attempt-details.ts';
import { presumed } from './presumed-attempts.ts';
import { isElsewhere, isForSockets, type Recognition } from './recognition.ts';
import type { AccessResult, FailedId, FailedRow, RequestRow } from './types.ts';

/**
 * How an attempt is recognised, most certain first. `presumed`: nothing succeeded, and nothing else got a good answer
 * either.
 */
export type Evidence = 'type' | 'transport' | 'path' | 'route' | 'status' | 'presumed';

/** A group of similar failed attempts. */
export interface Failure extends FailedRow, Details {
  readonly evidence: Exclude<Evidence, 'type'>;
}

/** Requests that poll instead of using a WebSocket: Socket.IO and SignalR. */
export interface Polling {
  readonly requests: number;
  /** With a status of 400 or more. */
  readonly failed: number;
  /** Of these, those answered with 400 by a target: the session belongs to another target. */
  readonly unknownSession: number;
  readonly clients: number;
  /** Clients without any WebSocket, and clients with failed requests. */
  readonly stuck: number;
  readonly clientsFailed: number;
}

export interface Attempts {
  readonly succeeded: number;
  /** Most frequent first. */
  readonly failures: readonly Failure[];
  readonly failed: number;
  /** Attempts by how they were recognised. */
  readonly by: ReadonlyMap<Evidence, number>;
  readonly byMinute: ReadonlyMap<number, number>;
  readonly polling: Polling | undefined;
  /** Requests that are not attempts, most frequent first. The reason is known for some. */
  readonly others: readonly (RequestRow & { readonly reason: string })[];
  /** Upper bound of the error of any count, which may be too low. */
  readonly error: number;
  /** Who caused the failures of a row, where and when. */
  readonly detailsOf: (row: FailedRow) => Details;
}

/** Statuses that only upgrades get: HTTP/1.1 to a target group with another protocol; answered but not established. */
const TELLING_STATUSES = new Set(['464', '101']);
const TELLING_REASON = 'LambdaWebsocketNotSupported';

/**
 * Sorts requests into attempts and others.
 *
 * @param recognition paths and hosts given by the user: --path, or the routing of a config.
 */
export function attemptsOf(access: AccessResult, recognition: Recognition = {}): Attempts {
  const succeeded = new Set(access.routes.rows.map(({ word }) => word));
  const detailsOf = collectDetails(access);
  const evidenceOf = (row: FailedRow): Failure['evidence'] | undefined => {
    if (row.transport === 'websocket') return 'transport';
    if (isForSockets(row.route, recognition)) return 'path';
    if (succeeded.has(row.route)) return 'route';
    if (isElsewhere(row.route, recognition)) return undefined;
    return TELLING_STATUSES.has(row.status) || row.reason === TELLING_REASON ? 'status' : undefined;
  };
  const failures: Failure[] = [];
  const others: (RequestRow & { reason: string })[] = access.requests.rows.map((row) => {
    return { ...row, reason: '-' };
  });
  const consider = (row: FailedRow, evidence: Failure['evidence'] | undefined): void => {
    const details = evidence && detailsOf(row);
    const isAttempt = details && details.count > 0 && !(evidence === 'route' && details.isMonitor);
    if (isAttempt && evidence) failures.push({ ...row, ...details, evidence });
    const left = isAttempt ? row.count - details.count : row.count;
    if (left > 0) others.push({ ...row, count: left });
  };
  const guessed =
    recognition.isByOutcome !== true &&
    access.total.connections === 0 &&
    !access.failed.rows.some((row) => evidenceOf(row) !== undefined)
      ? presumed(access, recognition)
      : new Set<FailedId>();
  for (const row of access.failed.rows) {
    const isPresumed = guessed.has(row.id) || recognition.presumed?.has(row.id);
    consider(row, evidenceOf(row) ?? (isPresumed ? 'presumed' : undefined));
  }
  const by = new Map<Evidence, number>();
  if (access.total.connections > 0) by.set('type', access.total.connections);
  for (const { evidence, count } of failures) by.set(evidence, (by.get(evidence) ?? 0) + count);
  const byMinute = new Map<number, number>();
  for (const { minutes } of failures)
    minutes.forEach((count, minute) => byMinute.set(minute, (byMinute.get(minute) ?? 0) + count));
  return {
    succeeded: access.total.connections,
    failures: inOrder(failures),
    failed: failures.reduce((sum, { count }) => sum + count, 0),
    by,
    byMinute,
    polling: pollingOf(access),
    others: inOrder(others),
    error: Math.max(access.failed.error, access.failedBy.error, access.failedMinutes.error),
    detailsOf,
  };
}

/** Most frequent first, equal ones by their content. */
function inOrder<Row extends RequestRow & { readonly reason: string }>(rows: readonly Row[]): Row[] {
  const words = new Map<Row, string>();
  const wordsOf = (row: Row): string => {
    let held = words.get(row);
    if (held === undefined) words.set(row, (held = asWords(row)));
    return held;
  };
  return rows.toSorted(
    (left, right) => right.count - left.count || (wordsOf(left) < wordsOf(right) ? -1 : 1),
  );
}

const asWords = ({
  status,
  targetStatus,
  route,
  reason,
  type,
  isGet,
  transport,
}: RequestRow & { readonly reason: string }): string =>
  `${status}\t${targetStatus}\t${route}\t${reason}\t${type}\t${isGet}\t${transport ?? ''}`;

function pollingOf({ requests, clients }: AccessResult): Polling | undefined {
  const rows = requests.rows.filter(({ transport }) => transport === 'polling');
  const sum = (wanted: readonly RequestRow[]): number => wanted.reduce((all, { count }) => all + count, 0);
  const polled = clients.rows.filter((row) => row.polled > 0);
  if (rows.length === 0) return undefined;
  return {
    requests: sum(rows),
    failed: sum(rows.filter(({ status }) => /^[4-9]/.test(status))),
    unknownSession: sum(
      rows.filter(({ status, targetStatus }) => status === '400' && targetStatus === '400'),
    ),
    clients: polled.length,
    stuck: polled.filter(({ connections }) => connections === 0).length,
    clientsFailed: polled.filter(({ pollsFailed }) => pollsFailed > 0).length,
  };
}

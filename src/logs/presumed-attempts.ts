// If nothing succeeded and nothing else identifies an upgrade, a path that never had a successful response is presumed
// to be used by WebSockets, if its name suggests it or if most requests went there. A total outage looks like that.
import { isElsewhere, type Recognition } from './recognition.ts';
import { routeOf } from './route.ts';
import type { AccessResult, FailedId, FailedRow } from './types.ts';

/** Minimum requests on a path. */
const LEAST = 20;
/** Share of all requests in the logs. */
const MOST_OF_ALL = 0.5;
const NAMES =
  /\b(wss?|websockets?|sockets?|socket\.io|engine\.io|sockjs|signalr|hubs?|cable|realtime|live|chat|stream(ing)?|subscriptions?|graphql|mqtt|push|pubsub)\b/i;

/** Whether a whole service may have failed: not a redirect, and not refused on purpose by a server or a rule. */
const isOutage = ({ status, targetStatus, reason }: FailedRow): boolean =>
  status >= '500' || (targetStatus === '-' && status >= '400' && reason === '-');

/** Failures by route, for routes that never had a successful response. */
export function failingRoutes({ requests, failed }: AccessResult): Map<string, FailedRow[]> {
  const well = new Set(requests.rows.filter(({ status }) => status < '400').map(({ route }) => route));
  const routes = new Map<string, FailedRow[]>();
  for (const row of failed.rows) {
    if (well.has(row.route) || !isOutage(row)) continue;
    const rows = routes.get(row.route);
    if (rows) rows.push(row);
    else routes.set(row.route, [row]);
  }
  const sum = (rows: readonly FailedRow[]): number => rows.reduce((all, { count }) => all + count, 0);
  return new Map([...routes].filter(([, rows]) => sum(rows) >= LEAST));
}

/** IDs of rows that are presumed to be attempts. */
export function presumed(access: AccessResult, recognition: Recognition): Set<FailedId> {
  const all = [...access.requests.rows, ...access.failed.rows].reduce((sum, { count }) => sum + count, 0);
  const ids = new Set<FailedId>();
  for (const [route, rows] of failingRoutes(access)) {
    if (isElsewhere(route, recognition)) continue;
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    if (count >= all * MOST_OF_ALL || NAMES.test(routeOf(route).path)) for (const { id } of rows) ids.add(id);
  }
  return ids;
}

// A path that never had a successful response and may be for WebSockets. If no WebSocket opened, this can be any path
// on which everything fails; if some opened, only a path that is named like one for WebSockets, or is below one, and is
// requested by user agents that open WebSockets elsewhere or from many addresses. Certain and presumed attempts are in
// another finding.
import { count, many, percent } from '../../common/numbers.ts';
import type { Details } from '../attempt-details.ts';
import { failingRoutes } from '../presumed-attempts.ts';
import { isElsewhere } from '../recognition.ts';
import { routeOf, routeWords } from '../route.ts';
import { wordMinute } from '../report/quantities.ts';
import type { FailedRow } from '../types.ts';
import { type AccessContext, evidence, heaviest, inAttempts, summed } from './finding.ts';

/** Minimum requests to a path. */
const LEAST = 20;
/** Minimum share of requests from user agents that open WebSockets. */
const BY_OPENERS = 0.8;
/** Otherwise, the minimum number of addresses, and the maximum share of any one of them. */
const LEAST_CLIENTS = 20;
const BY_ONE_CLIENT = 0.2;
/** Share of the WebSockets that opened, from which on it would matter if these were upgrades. */
const MANY = 0.05;
/** Path segments that hardly mean anything but WebSocket. */
const NAMES = /(^|\/)(wss?|websockets?|sockets?|socket\.io|engine\.io|sockjs|signalr)(\/|$)/i;

export const pathAlwaysFails = inAttempts((context) => {
  const { attempts, settings } = context;
  if (settings.isByOutcome) return [];
  if (attempts.succeeded > 0) return besideThoseThatOpen(context);
  return attempts.failed > 0 ? [] : whereNoneOpened(context);
});

const sum = (rows: readonly FailedRow[]): number => rows.reduce((all, row) => all + row.count, 0);

interface Failing {
  readonly route: string;
  readonly times: number;
  readonly words: string;
}

function failing(route: string, rows: readonly FailedRow[]): Failing {
  const times = sum(rows);
  const statuses = [...new Set(rows.map(({ status }) => status))].sort().join(', ');
  const minute = (micros: number): string => wordMinute(Math.floor(micros / 60e6));
  const first = minute(Math.min(...rows.map(({ firstTime }) => firstTime)));
  const last = minute(Math.max(...rows.map(({ lastTime }) => lastTime)));
  const words = `${count(times)} × ${statuses} on ${routeWords(route)}, first ${first}, last ${last}`;
  return { route, times, words };
}

const byTimes = (left: Failing, right: Failing): number => right.times - left.times;
const pathsWord = (routes: readonly Failing[]): string =>
  routes.length === 1 ? 'a path' : `${count(routes.length)} paths`;

function whereNoneOpened({ access }: AccessContext) {
  const routes = [...failingRoutes(access)].map(([route, rows]) => failing(route, rows)).toSorted(byTimes);
  const [most] = routes;
  if (!most) return [];
  return [
    {
      code: 'path-always-fails',
      severity: 'warning' as const,
      what: `No WebSocket opened, and all requests to ${pathsWord(routes)} failed.`,
      brief: `${many(most.times, 'request')} to ${routeWords(most.route)} all failed`,
      evidence: evidence(routes, ({ words }) => words),
      remedy: `If the path serves WebSockets, count its failures as failed upgrades with --path '${routeOf(most.route).path}'.`,
      values: { paths: routes.length, requests: most.times },
    },
  ];
}

/** Only a hint, whatever the statuses are: the log does not say which requests asked for an upgrade. */
function besideThoseThatOpen({ access, attempts, settings }: AccessContext) {
  const known = new Set(attempts.failures.map(({ route }) => route));
  const well = new Set(access.requests.rows.filter(({ status }) => status < '400').map(({ route }) => route));
  const opened = access.routes.rows.map(({ word }) => word);
  const agents = new Set(access.userAgents.rows.map(({ word }) => word));
  const byRoute = new Map<string, Failed[]>();
  for (const row of access.failed.rows) {
    if (!row.isGet || row.transport === 'polling' || row.status < '400') continue;
    if (well.has(row.route) || known.has(row.route) || isElsewhere(row.route, settings)) continue;
    if (!isLikeOneThatOpens(row.route, opened)) continue;
    const failed = { ...row, ...attempts.detailsOf(row) };
    byRoute.set(row.route, [...(byRoute.get(row.route) ?? []), failed]);
  }
  const routes = [...byRoute]
    .map(([route, rows]) => ({ ...failing(route, rows), from: whoAsks(rows, agents) }))
    .filter(({ times, from }) => times >= LEAST && from !== undefined)
    .toSorted(byTimes);
  const [most] = routes;
  if (!most) return [];
  const all = routes.reduce((sumOfAll, { times }) => sumOfAll + times, 0);
  return [
    {
      code: 'path-always-fails',
      severity: all >= attempts.succeeded * MANY ? ('warning' as const) : ('info' as const),
      what: `All requests to ${pathsWord(routes)} that may serve WebSockets failed, while WebSockets opened on other paths.`,
      brief: `${many(most.times, 'request')} to ${routeWords(most.route)} all failed`,
      evidence: evidence(routes, ({ words, from = '' }) => `${words}; ${from}`),
      remedy: `If these were upgrades, count them with --path '${routeOf(most.route).path}'. Then check that the path which the clients request exists on the servers and in the listener's rules.`,
      values: { paths: routes.length, requests: most.times },
    },
  ];
}

type Failed = FailedRow & Details;

/** Who requests it, if these are likely real users: a scanner comes from few addresses and does not open WebSockets. */
function whoAsks(rows: readonly Failed[], openers: ReadonlySet<string>): string | undefined {
  const all = sum(rows);
  const agents = summed(rows.map((row) => row.agents));
  const byOpeners = [...agents].reduce((its, [agent, times]) => its + (openers.has(agent) ? times : 0), 0);
  if (byOpeners >= all * BY_OPENERS)
    return `${percent(byOpeners / all)} by user agents that open WebSockets elsewhere`;
  const clients = summed(rows.map((row) => row.clients));
  const [, most] = heaviest(clients) ?? (['', all] as const);
  return clients.size >= LEAST_CLIENTS && most <= all * BY_ONE_CLIENT
    ? `from ${count(clients.size)} addresses`
    : undefined;
}

/**
 * Whether the path is named like one for WebSockets, or is below one that opened, with the same scheme, host and port.
 */
const isLikeOneThatOpens = (route: string, opened: readonly string[]): boolean =>
  NAMES.test(routeOf(route).path) ||
  opened.some((each) => routeOf(each).path !== '/' && route.startsWith(`${each}/`));

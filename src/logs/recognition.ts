// Which requests are for WebSockets according to the user: by --path, or by the routing of a config.
import type { FailedId } from './request-types.ts';
import { matchesPath, routeOf } from './route.ts';

/** Selects requests by patterns as in listener rules. A missing list matches everything. */
export interface RouteMatch {
  readonly paths?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
}

export interface Recognition extends RouteMatch {
  /**
   * Requests for something else, such as an API: they are attempts only if they ask for a WebSocket, or if others like
   * them opened one.
   */
  readonly elsewhere?: readonly RouteMatch[];
  /** Requests were selected by outcome, so it means nothing that none succeeded. */
  readonly isByOutcome?: boolean;
  /**
   * IDs of failure rows that are attempts judging by the lines of one load balancer alone: others that work say nothing
   * about it.
   */
  readonly presumed?: ReadonlySet<FailedId> | undefined;
}

/** @param route as in `RequestRow`. */
function isMatch(route: string, { paths, hosts }: RouteMatch): boolean {
  const { path, host } = routeOf(route);
  const isHost = hosts?.some((pattern) => matchesPath(host.toLowerCase(), pattern.toLowerCase())) ?? true;
  return isHost && (paths?.some((pattern) => matchesPath(path, pattern)) ?? true);
}

/** Hosts alone do not make a request an attempt: they also get plain requests. */
export const isForSockets = (route: string, { paths = [], hosts }: Recognition): boolean =>
  paths.length > 0 && isMatch(route, { paths, hosts });

export const isElsewhere = (route: string, recognition: Recognition): boolean =>
  !isForSockets(route, recognition) && (recognition.elsewhere ?? []).some((match) => isMatch(route, match));

// Which requests are for WebSockets by what the user says: with --path, or with the routing of a config.
import type { FailedId } from './request-types.ts';
import { matchesPath, routeOf } from './route.ts';

/** Requests by patterns of listener rules. A list that is not there asks nothing. */
export interface RouteMatch {
  readonly paths?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
}

export interface Recognition extends RouteMatch {
  /** What goes elsewhere, such as to an API: only a request that asks for a WebSocket, or whose like opened one, is an attempt. */
  readonly elsewhere?: readonly RouteMatch[];
  /** Requests were chosen by how they ended: that nothing succeeded says nothing. */
  readonly isByOutcome?: boolean;
  /** Ids of rows of failures that are attempts in the lines of one load balancer: others that work say nothing of it. */
  readonly presumed?: ReadonlySet<FailedId> | undefined;
}

/** @param route as in `RequestRow`. */
function isMatch(route: string, { paths, hosts }: RouteMatch): boolean {
  const { path, host } = routeOf(route);
  const isHost = hosts?.some((pattern) => matchesPath(host.toLowerCase(), pattern.toLowerCase())) ?? true;
  return isHost && (paths?.some((pattern) => matchesPath(path, pattern)) ?? true);
}

/** Hosts alone do not make every request an attempt: plain ones go there too. */
export const isForSockets = (route: string, { paths = [], hosts }: Recognition): boolean =>
  paths.length > 0 && isMatch(route, { paths, hosts });

export const isElsewhere = (route: string, recognition: Recognition): boolean =>
  !isForSockets(route, recognition) && (recognition.elsewhere ?? []).some((match) => isMatch(route, match));

// The order in which the controller numbers the rules of routes: the more specific ones first. Source:
// aws-load-balancer-controller pkg/gateway/routeutils/route_rule_precedence.go.
import { text, type Node } from '../check/node.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';

/** A match in a route's rule, for one host. */
export interface Ranked {
  readonly route: Manifest;
  readonly match: Node | undefined;
  /** Empty means all hosts. */
  readonly host: string;
  /** The index of the rule in the route, and of the match in the rule. */
  readonly indexes: readonly [number, number];
}

/**
 * The priorities of matches on one listener. Equally specific matches of several routes are ordered by when the routes
 * were created, which manifests do not show, so they get the same priority.
 */
export function numbered<One extends Ranked>(matches: readonly One[]): { one: One; priority: number }[] {
  const ranked = matches.map((one) => ({ one, rank: rankOf(one) })).toSorted(byRank);
  const groups: (typeof ranked)[] = [];
  for (const own of ranked) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    if (last && first && compare(first.rank, own.rank) === 0) last.push(own);
    else groups.push([own]);
  }
  let priority = 0;
  return groups.flatMap((group) => {
    const isTied = new Set(group.map(({ one }) => one.route)).size > 1;
    if (isTied) priority++;
    return group.map(({ one }) => ({ one, priority: isTied ? priority : ++priority }));
  });
}

/** The most significant number first; the greater rank comes first. */
type Rank = readonly number[];

function rankOf({ route, match, host }: Ranked): Rank {
  const ranks = route.kind === 'GRPCRoute' ? grpcRank(match) : httpRank(match);
  return [...hostRank(host), ...ranks, itemsOf(at(match, 'headers')).length, ...queryRank(route, match)];
}

/** Exact names, then wildcards, then all hosts; more labels and more letters first. */
const hostRank = (host: string): Rank =>
  host === '' ? [0, 0, 0] : [host.startsWith('*.') ? 1 : 2, host.split('.').length, host.length];

const HTTP_TYPES: Readonly<Record<string, number>> = { Exact: 3, PathPrefix: 2, RegularExpression: 1 };

/** The API server fills in the prefix `/` if no path is given. */
function httpRank(match: Node | undefined): Rank {
  const [type, path] = [at(match, 'path', 'type'), at(match, 'path', 'value')].map(text);
  const hasMethod = at(match, 'method') !== undefined;
  return [HTTP_TYPES[type ?? 'PathPrefix'] ?? 0, (path ?? '/').length, 0, hasMethod ? 1 : 0];
}

function grpcRank(match: Node | undefined): Rank {
  const method = at(match, 'method');
  if (!method) return [0, 0, 0, 0];
  const [service, own] = [at(method, 'service'), at(method, 'method')].map((one) => (text(one) ?? '').length);
  const type = text(at(method, 'type')) ?? 'Exact';
  return [type === 'Exact' ? 3 : type === 'RegularExpression' ? 1 : 0, service ?? 0, own ?? 0, 0];
}

const queryRank = ({ kind }: Manifest, match: Node | undefined): Rank => [
  kind === 'GRPCRoute' ? 0 : itemsOf(at(match, 'queryParams')).length,
];

interface WithRank {
  readonly one: Ranked;
  readonly rank: Rank;
}

function compare(left: Rank, right: Rank): number {
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return 0;
}

function byRank(left: WithRank, right: WithRank): number {
  const [a, b] = [left.one, right.one];
  const names = nameOf(a.route) < nameOf(b.route) ? -1 : nameOf(a.route) > nameOf(b.route) ? 1 : 0;
  const [rules, matches] = [a.indexes[0] - b.indexes[0], a.indexes[1] - b.indexes[1]];
  return compare(left.rank, right.rank) || names || rules || matches;
}

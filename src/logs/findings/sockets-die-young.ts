// WebSockets that end within seconds after they were accepted: on one target, with one client release, on one path,
// through one node, or everywhere.
import { count, many, percent } from '../../common/numbers.ts';
import { medianOf, sumOf } from '../octaves.ts';
import { duration } from '../report/quantities.ts';
import type { Finding } from '../report/types.ts';
import { routeWords } from '../route.ts';
import { type AccessResult, type Octaves, SHORT_SECONDS, type TrafficRow } from '../types.ts';
import { loopsOf, monitorsOf } from './clients.ts';
import { type AccessContext, evidence, inAccess } from './finding.ts';

/** For an outlier: minimum short connections, their minimum share, and its multiple of the others' share. */
const LEAST = 20;
const SHARE = 0.2;
const TIMES = 3;
/** Minimum share of all short connections that the outliers explain. */
const EXPLAINED = 0.6;
/** Everywhere: a share within a second; or within five, if few end in the five seconds after. */
const AT_ONCE = 0.4;
const YOUNG = 0.3;
const THEN_FEW = 4;
const LEAST_ALL_OVER = 50;
/** Maximum share of clients that count as few. */
const FEW_LOOPS = 0.05;

interface Member extends TrafficRow {
  readonly name: string;
  readonly octaves?: Octaves;
}

interface Kind {
  readonly code: string;
  readonly one: string;
  readonly more: string;
  readonly members: readonly Member[];
  readonly remedy: string;
}

const named = <Row extends TrafficRow>(rows: readonly Row[], nameOf: (row: Row) => string): Member[] =>
  rows.map((row) => ({ ...row, name: nameOf(row) }));

const kindsOf = ({ targets, userAgents, routes, nodes }: AccessResult): Kind[] => [
  {
    code: 'target',
    one: 'target',
    more: 'targets',
    members: named(
      targets.rows.filter(({ target }) => target !== '-'),
      ({ target }) => target,
    ),
    remedy:
      'Compare it with the others: its version, its configuration, its logs; a target that fails after the handshake still passes health checks. Replace it.',
  },
  {
    code: 'agent',
    one: 'user agent',
    more: 'user agents',
    members: named(userAgents.rows, ({ word }) => word),
    remedy:
      'Look at that client release: what it sends first, and what the server answers (the close code is in the logs of both).',
  },
  {
    code: 'path',
    one: 'path',
    more: 'paths',
    members: named(routes.rows, ({ word }) => routeWords(word)),
    remedy: 'Look at what the server does on that path right after the handshake.',
  },
  {
    code: 'node',
    one: 'node of the load balancer',
    more: 'nodes of the load balancer',
    members: named(
      nodes.rows.filter(({ word }) => word !== '-'),
      ({ word }) => word,
    ),
    remedy:
      'A node lies in one zone: look at the targets and the network of that zone, and shift traffic away from it meanwhile.',
  },
];

export const socketsDieYoung = inAccess((context) => {
  const { access } = context;
  const monitors = monitorsOf(access);
  const ofMonitors = monitors.reduce((sum, row) => sum + row.short, 0);
  const short = access.total.short - ofMonitors;
  if (short < LEAST) return [];
  for (const kind of kindsOf(access)) {
    const outliers = outliersIn(kind.members, short, ofMonitors);
    if (outliers.length > 0) return [standsOut(kind, outliers, access)];
  }
  const ofLoops = shortOfFewLoops(access);
  const finding = allOver(context, short - ofLoops, ofMonitors + ofLoops);
  return finding ? [finding] : [];
});

/**
 * Short connections of clients that reconnect in a loop, if these are few: they have their own finding. If most clients
 * do, everything is broken.
 */
function shortOfFewLoops(access: AccessResult): number {
  const loops = loopsOf(access);
  const isFew = loops.length <= access.clients.keys * FEW_LOOPS;
  return isFew ? loops.reduce((sum, row) => sum + row.short, 0) : 0;
}

/** Members whose connections end early far more often than the others', if they explain most of it. */
function outliersIn(members: readonly Member[], short: number, ofMonitors: number): Member[] {
  if (members.length < 2) return [];
  const all = members.reduce((sum, row) => sum + row.connections, 0);
  const allShort = members.reduce((sum, row) => sum + row.short, 0);
  const ratio = (row: TrafficRow): number => row.short / row.connections;
  const sorted = members
    .filter(({ short: its }) => its >= LEAST)
    .toSorted((left, right) => ratio(right) - ratio(left));
  // The worst ones together, as long as the rest are far better.
  let best: Member[] = [];
  let [connections, its] = [0, 0];
  for (const [index, row] of sorted.entries()) {
    connections += row.connections;
    its += row.short;
    const rest = all === connections ? 1 : (allShort - its) / (all - connections);
    const isApart = ratio(row) >= SHARE && ratio(row) >= rest * TIMES;
    // Short connections by monitors are not a member's fault.
    const isMonitors = ofMonitors >= its * (1 - EXPLAINED / 2);
    if (isApart && !isMonitors && its >= short * EXPLAINED && connections < all * 0.75)
      best = sorted.slice(0, index + 1);
  }
  return best;
}

function standsOut(kind: Kind, outliers: readonly Member[], access: AccessResult): Finding {
  const sum = (rows: readonly Member[], of: (row: Member) => number): number =>
    rows.reduce((all, row) => all + of(row), 0);
  const others = kind.members.filter((row) => !outliers.includes(row));
  const [its, ofAll] = [sum(outliers, (row) => row.short), sum(outliers, (row) => row.connections)];
  const [theirs, ofOthers] = [sum(others, (row) => row.short), sum(others, (row) => row.connections)];
  const median = (rows: readonly Member[]): string => {
    const middle = medianOf(sumOf(rows.flatMap(({ octaves }) => (octaves ? [octaves] : []))));
    return middle === undefined ? '' : `, half of them within about ${duration(middle)}`;
  };
  const [first] = outliers;
  const name = outliers.length === 1 ? (first?.name ?? '') : `${count(outliers.length)} ${kind.more}`;
  return {
    code: `sockets-die-young-${kind.code}`,
    severity: its / ofAll >= 0.5 && its >= access.total.connections * 0.02 ? 'error' : 'warning',
    what: `WebSockets of ${outliers.length === 1 ? `one ${kind.one}` : name} end right after they were accepted: ${percent(its / ofAll)} within ${SHORT_SECONDS} s, elsewhere ${percent(ofOthers === 0 ? 0 : theirs / ofOthers)}.`,
    brief: `${count(its)} of ${many(ofAll, 'WebSocket')} of ${name} ended within ${SHORT_SECONDS} s`,
    evidence: [
      ...evidence(
        outliers,
        (row) =>
          `${row.name}: ${count(row.short)} of ${many(row.connections, 'connection')} ended within ${SHORT_SECONDS} s${median([row])}`,
      ),
      `the other ${kind.more}: ${count(theirs)} of ${many(ofOthers, 'connection')}${median(others)}`,
    ],
    remedy: kind.remedy,
    values: {
      [kind.code]: first?.name ?? '',
      members: outliers.length,
      short: its,
      connections: ofAll,
      shareElsewhere: ofOthers === 0 ? 0 : theirs / ofOthers,
    },
  };
}

/** A finding if they end early everywhere. */
function allOver({ access }: AccessContext, short: number, ofMonitors: number): Finding | undefined {
  const { seconds, durations } = access;
  const within = (from: number, to: number): number =>
    seconds.subarray(from, to).reduce((sum, each) => sum + each, 0);
  const known = durations.count - ofMonitors;
  const atOnce = Math.max(0, within(0, 1) - ofMonitors);
  const then = within(SHORT_SECONDS, 2 * SHORT_SECONDS);
  if (short < LEAST_ALL_OVER) return undefined;
  const isAtOnce = atOnce >= known * AT_ONCE;
  if (!isAtOnce && (short < known * YOUNG || short < then * THEN_FEW)) return undefined;
  const clients = access.clients.rows.filter((row) => row.short > 0).length;
  return {
    code: 'sockets-die-young',
    severity: isAtOnce ? 'error' : 'warning',
    what: isAtOnce
      ? `WebSockets are accepted and closed at once: ${percent(atOnce / known)} within a second.`
      : `Many WebSockets end right after they were accepted: ${percent(short / known)} within ${SHORT_SECONDS} s, and few in the ${SHORT_SECONDS} s after.`,
    brief: `${count(short)} of ${many(known, 'WebSocket')} ended within ${SHORT_SECONDS} s`,
    evidence: [
      `${count(short)} of ${many(known, 'connection')} (${percent(short / known)}) ended within ${SHORT_SECONDS} s, ${count(atOnce)} of them within a second; ${count(then)} in the ${SHORT_SECONDS} s after`,
      `they are of ${access.clients.error > 0 || access.clients.keys > access.clients.rows.length ? 'more than ' : ''}${many(clients, 'address', 'addresses')}`,
      ...kindsOf(access).flatMap(({ one, more, members }) => {
        const [row] = members.toSorted((left, right) => right.short - left.short);
        return row && row.short > 0
          ? [
              members.length === 1
                ? `all on one ${one}: ${row.name}`
                : `by ${one}: ${members
                    .filter((each) => each.short > 0)
                    .toSorted((left, right) => right.short - left.short)
                    .slice(0, 3)
                    .map((each) => `${each.name} ${percent(each.short / each.connections)}`)
                    .join(', ')}${members.length > 3 ? `, ${members.length - 3} more ${more}` : ''}`,
            ]
          : [];
      }),
    ],
    remedy:
      'The handshake succeeds, so load balancer and network are fine: the server or the client closes. Look in the server logs for why (a token that is refused after the upgrade, a protocol that does not match, a crash on the first message); the close code names it.',
    values: { short, known, share: short / known, atOnce },
  };
}

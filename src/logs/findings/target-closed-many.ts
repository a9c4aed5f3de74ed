// Many connections closed at once: by one target (a deploy, a crash, the end of its deregistration delay), by several,
// or through a load balancer node that went away.
import { count, many, percent } from '../../common/numbers.ts';
import { wordMinute } from '../report/quantities.ts';
import type { Finding } from '../report/types.ts';
import type { AccessResult } from '../types.ts';
import { type Burst, burstsOf } from './bursts.ts';
import { coveredMinutes, eventOf, evidence, inAccess } from './finding.ts';

/**
 * Share of a node in the connections that closed in those minutes. USUALLY is the most it may have of all connections:
 * beyond that, it simply carries most of them.
 */
const THROUGH_NODE = 0.8;
const USUALLY = 0.65;

export const targetClosedMany = inAccess(({ access, result }) => {
  const bursts = burstsOf(access, coveredMinutes(result));
  const groups = groupsOf(bursts);
  const alone = groups.filter((group) => targetsOf(group).length === 1).flat();
  const together = groups.filter((group) => targetsOf(group).length > 1);
  const nodes = together.flatMap((group) => {
    const node = nodeOf(group, access);
    return node === undefined ? [] : [{ group, node }];
  });
  const others = together.filter((group) => !nodes.some((each) => each.group === group));
  return [
    ...nodes.map(({ group, node }) => lostNode(group, node)),
    ...(alone.length > 0 ? [oneTarget(bySize(alone))] : []),
    ...(others.length > 0 ? [atOnce(others, access)] : []),
  ];
});

const bySize = (bursts: readonly Burst[]): Burst[] =>
  bursts.toSorted((left, right) => right.closed - left.closed || left.minute - right.minute);

/** Groups the bursts of the same minute. */
function groupsOf(bursts: readonly Burst[]): Burst[][] {
  const groups: Burst[][] = [];
  for (const burst of bursts.toSorted((left, right) => left.minute - right.minute)) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && burst.minute === before.minute) last.push(burst);
    else groups.push([burst]);
  }
  return groups;
}

const targetsOf = (bursts: readonly Burst[]): string[] => [...new Set(bursts.map(({ target }) => target))];

/** The node that nearly all of these went through, although other nodes carry connections too. */
function nodeOf(group: readonly Burst[], { nodes, nodeMinutes, total }: AccessResult): string | undefined {
  const minutes = new Set(group.map(({ minute }) => minute));
  const closed = new Map<string, number>();
  for (const { word, minute, closed: its } of nodeMinutes.rows)
    if (word !== '-' && minutes.has(minute)) closed.set(word, (closed.get(word) ?? 0) + its);
  const all = [...closed.values()].reduce((sum, its) => sum + its, 0);
  return [...closed].find(([node, its]) => {
    const usually = (nodes.rows.find(({ word }) => word === node)?.connections ?? 0) / total.connections;
    return nodes.rows.length > 1 && its >= all * THROUGH_NODE && usually <= USUALLY;
  })?.[0];
}

const word = ({ target, minute, closed, usual, share, isLast }: Burst): string =>
  `${wordMinute(minute)}: ${target} closed ${many(closed, 'connection')}, usually ${usual < 10 ? Number(usual.toFixed(1)) : Math.round(usual)} a minute; ${percent(share)} of all that closed then${isLast ? '; none after that: it was removed, died, or has only sockets that are still open' : ''}`;

const values = (bursts: readonly Burst[]) => ({
  bursts: bursts.length,
  targets: targetsOf(bursts).length,
  largest: Math.max(...bursts.map(({ closed }) => closed)),
});
const closedBy = (bursts: readonly Burst[]): number => bursts.reduce((sum, { closed }) => sum + closed, 0);

function oneTarget(bursts: readonly Burst[]): Finding {
  const { targets } = values(bursts);
  return {
    code: 'target-closed-many',
    severity: 'warning',
    what:
      targets === 1
        ? 'One target closed many connections at once, as in a deploy or a crash.'
        : `${targets} targets closed many connections at once, each in a minute of its own, as in a rolling deploy or crashes.`,
    brief: `${targets === 1 ? (bursts[0]?.target ?? '') : `${targets} targets`} closed ${many(closedBy(bursts), 'connection')} at once`,
    evidence: evidence(bursts, word),
    remedy:
      'If it was a deploy: on SIGTERM close sockets a few at a time with code 1001 within the deregistration delay, and let clients wait a random time before they come back. If not, look for a crash in the logs of the target at that minute.',
    values: values(bursts),
    events: bursts.map((burst) =>
      eventOf(burst.minute, burst.minute, `${burst.target} closed ${many(burst.closed, 'socket')}`, [
        burst.target,
      ]),
    ),
  };
}

function atOnce(groups: readonly Burst[][], access: AccessResult): Finding {
  const bursts = bySize(groups.flat());
  return {
    code: 'targets-closed-together',
    severity: 'warning',
    what: 'Several targets closed many connections in the same minute.',
    brief: `${count(targetsOf(bursts).length)} targets closed ${many(closedBy(bursts), 'connection')} in the same minute`,
    evidence: [...groups.flatMap((group) => subnetOf(group, access)), ...evidence(bursts, word)],
    remedy:
      'Targets that close together share a cause: a deploy of all of them at once, something that all depend on, a zone, or the network of the clients. Deploy a few at a time.',
    values: values(bursts),
    events: groups.map((group) => {
      const minute = group[0]?.minute ?? 0;
      return eventOf(
        minute,
        minute,
        `${count(targetsOf(group).length)} targets closed ${many(closedBy(group), 'socket')}`,
        targetsOf(group),
      );
    }),
  };
}

/** A hint at a zone, if these are all the targets of one subnet and other subnets have targets too. */
function subnetOf(group: readonly Burst[], { targets }: AccessResult): string[] {
  const subnet = (target: string): string => /^(\d+\.\d+\.\d+)\.\d+:/.exec(target)?.[1] ?? target;
  const subnets = new Set(group.map(({ target }) => subnet(target)));
  const [only = ''] = subnets;
  const mates = targets.rows.filter(({ target }) => subnet(target) === only).length;
  const isAll = subnets.size === 1 && mates === targetsOf(group).length && targets.rows.length > mates;
  return isAll ? [`all ${count(mates)} targets in ${only}.*, and none elsewhere: perhaps their zone`] : [];
}

function lostNode(group: readonly Burst[], node: string): Finding {
  const minute = group[0]?.minute ?? 0;
  const closed = closedBy(group);
  const text = `node ${node} of the load balancer lost ${many(closed, 'socket')} of ${count(targetsOf(group).length)} targets`;
  return {
    code: 'node-closed-many',
    severity: 'warning',
    what: `Connections through one node of the load balancer, ${node}, closed at once on all targets: the node was replaced, or its zone failed or was shifted away from.`,
    brief: text,
    evidence: evidence(bySize(group), word),
    remedy:
      'Look for a zonal shift or a zone with trouble at that minute (AWS Health, CloudTrail). ELB replaces nodes when it scales and does not wait for sockets: clients must reconnect after a random wait, whatever the targets do.',
    values: { ...values(group), node, closed },
    events: [eventOf(minute, minute, text, targetsOf(group))],
  };
}

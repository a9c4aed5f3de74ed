// Durations that pile up at one value: at the idle timeout, at 60 s, or elsewhere. ELB logs no reason for a close. A connection
// on which nothing is ever sent lives for the idle timeout and the time of its handshake, so many of the same length are
// the trace of a timeout; what falls silent later ends later, and is not seen here.
import { many, percent } from '../../common/numbers.ts';
import { duration, span } from '../report/quantities.ts';
import type { Finding, ReportSettings } from '../report/types.ts';
import { inAccess } from './finding.ts';

/** ELB's default idle timeout, and that of many proxies. */
const COMMON_TIMEOUT = 60;
/** At a value T count those of T − 1 s to T + 2 s: field reports have 59,998 to 60,002 ms. */
const BEFORE = 1;
const CELLS = 3;
/** On each side so many seconds tell what would be there without a timeout. */
const NEIGHBOURS = 10;
/** Of connections with a known duration, at an expected value and anywhere else. */
const LEAST = {
  expected: { share: 0.01, count: 10, times: 3 },
  anywhere: { share: 0.05, count: 30, times: 5 },
};
/** Below, durations are dense whatever the timeouts are. */
const ANYWHERE_FROM = 10;
const SERIOUS_SHARE = 0.1;

interface Pile {
  readonly at: number;
  readonly near: number;
  /** What the neighbourhood would have in as many seconds: the fuller side counts, so that a slope is no pile. */
  readonly usual: number;
  readonly share: number;
}

export const durationPileUp = inAccess(({ seconds, durations }, settings) => {
  const { idleTimeout } = settings;
  const known = durations.count;
  if (known === 0) return [];
  const expected = idleTimeout === COMMON_TIMEOUT ? [idleTimeout] : [idleTimeout, COMMON_TIMEOUT];
  const found = expected
    .map((at) => pileAt(seconds, at, known))
    .filter((pile) => isPile(pile, LEAST.expected))
    // Two values so close to each other count the same connections.
    .filter((pile, _, all) =>
      all.every((other) => isApart(pile, other) || isFuller(pile, other, idleTimeout)),
    );
  const elsewhere = strongest(seconds, known, expected);
  return [
    ...found.map((pile) =>
      pile.at === idleTimeout ? atIdleTimeout(pile, settings) : atSixty(pile, settings),
    ),
    ...(elsewhere ? [atAnother(elsewhere)] : []),
  ];
});

/** @param seconds connections by whole seconds; the last cell holds all longer ones. */
function pileAt(seconds: Float64Array, at: number, known: number): Pile {
  const last = seconds.length - 1;
  const sum = (from: number, to: number): number => {
    let total = 0;
    for (let second = Math.max(0, from); second < Math.min(to, last); second++) total += seconds[second] ?? 0;
    return total;
  };
  const from = at - BEFORE;
  const near = sum(from, from + CELLS);
  const left = sum(from - NEIGHBOURS, from) / Math.max(1, Math.min(NEIGHBOURS, from));
  const right = sum(from + CELLS, from + CELLS + NEIGHBOURS) / NEIGHBOURS;
  return { at, near, usual: Math.max(left, right) * CELLS, share: near / known };
}

const isPile = ({ near, usual, share }: Pile, least: (typeof LEAST)['expected']): boolean =>
  near >= least.count && share >= least.share && near >= usual * least.times;

const isApart = (one: Pile, other: Pile): boolean => one === other || Math.abs(one.at - other.at) >= CELLS;

/** Of as many connections the idle timeout is the reason at hand. */
const isFuller = (one: Pile, other: Pile, idleTimeout: number): boolean =>
  one.near > other.near || (one.near === other.near && one.at === idleTimeout);

/** The fullest pile away from the expected ones. */
function strongest(seconds: Float64Array, known: number, expected: readonly number[]): Pile | undefined {
  let best: Pile | undefined;
  for (let at = ANYWHERE_FROM; at < seconds.length - NEIGHBOURS; at++) {
    if (expected.some((value) => Math.abs(at - value) <= CELLS)) continue;
    // Cheap first: most seconds hold next to nothing.
    if ((seconds[at] ?? 0) * CELLS < known * LEAST.anywhere.share) continue;
    const pile = pileAt(seconds, at, known);
    const isBetter = !best || (seconds[at] ?? 0) > (seconds[best.at] ?? 0);
    if (isBetter && isPile(pile, LEAST.anywhere)) best = pile;
  }
  return best;
}

const severityOf = ({ share }: Pile): Finding['severity'] => (share >= SERIOUS_SHARE ? 'error' : 'warning');

const common = (pile: Pile) => ({
  severity: severityOf(pile),
  values: { seconds: pile.at, connections: pile.near, share: pile.share, usual: pile.usual },
});

const evidenceOf = ({ at, near, usual, share }: Pile): string =>
  `${many(near, 'connection')} (${percent(share)} of those with a known duration) lasted ${at - BEFORE} to ${at - BEFORE + CELLS} s; the seconds around have ${usual < 10 ? Number(usual.toFixed(1)) : Math.round(usual)} in as much time`;

function atIdleTimeout(pile: Pile, { idleTimeoutOrigin }: ReportSettings): Finding {
  const assumed = idleTimeoutOrigin === 'default' ? ', assumed' : '';
  return {
    code: 'idle-timeout-pile-up',
    what: `Connections end at the idle timeout, ${duration(pile.at)}${assumed}: nothing was sent on them for that long.`,
    evidence: [
      evidenceOf(pile),
      'the log names no reason for a close: this is the trace of a timeout, not a count of all idle ones',
    ],
    remedy: `Let client or server send a ping at least every ${span(Math.max(1, Math.floor(pile.at / 2)))}; TCP keep-alive does not count. Or raise loadBalancer.idleTimeout (idle_timeout.timeout_seconds), up to 4000.`,
    ...common(pile),
  };
}

const atSixty = (pile: Pile, { idleTimeout, idleTimeoutOrigin }: ReportSettings): Finding => ({
  code: 'sixty-seconds-pile-up',
  what: `Connections end at 60 s, though the idle timeout is ${duration(idleTimeout)}: something else on the way gives up there.`,
  evidence: [
    evidenceOf(pile),
    `60 s is ELB's default idle timeout; that ${duration(idleTimeout)} is set was ${idleTimeoutOrigin === 'config' ? 'read from the config' : 'said by --idle-timeout'}`,
  ],
  remedy:
    'See that the deployed load balancer has the idle timeout (aws elbv2 describe-load-balancer-attributes), then look for 60 s in proxies, in servers and in clients. Pings more often than every 30 s help against all of them.',
  ...common(pile),
});

const atAnother = (pile: Pile): Finding => ({
  code: 'duration-pile-up',
  what: `Connections end at ${duration(pile.at)}, which is not a known timeout of the load balancer.`,
  evidence: [evidenceOf(pile)],
  remedy: `Look for ${pile.at} s: a timeout or a maximal age in servers, clients, proxies, or in the load balancer when its idle timeout is not the one assumed (--idle-timeout).${pile.at >= 349 && pile.at <= 351 ? ' NAT gateways of AWS drop connections that are idle for 350 s.' : ''}`,
  ...common(pile),
});

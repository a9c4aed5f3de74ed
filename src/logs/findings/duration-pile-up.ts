// Durations that pile up at one value: at the idle timeout, at 60 s, or elsewhere. ELB logs no reason for a close. A
// connection on which nothing is ever sent lives for its handshake plus the idle timeout, so many of the same length
// are the trace of a timeout; connections that fall silent later end later, and do not show up here.
import { LOAD_BALANCER_ATTRIBUTES } from '../../alb/load-balancer-settings.ts';
import { count, many, percent } from '../../common/numbers.ts';
import { duration, size, span } from '../report/quantities.ts';
import type { Finding, ReportSettings } from '../report/types.ts';
import { durationsOf, loopsOf, monitorsOf } from './clients.ts';
import { type Comb, combOf, type NamedPile } from './comb.ts';
import { inAccess } from './finding.ts';
import { findPiles, histogramOf, isPile, type Pile, pileAt, roundValueIn } from './piles.ts';

/** ELB's default idle timeout, which is also that of many proxies; and the maximum. */
const COMMON_TIMEOUT = 60;
const LONGEST_TIMEOUT = LOAD_BALANCER_ATTRIBUTES['idle_timeout.timeout_seconds'].values.max;
/** Minimums at an expected value, and anywhere else. */
const EXPECTED = { share: 0.01, count: 10, times: 3 };
const ANYWHERE = { share: 0.03, count: 30, times: 4 };
const SERIOUS_SHARE = 0.1;
/** Of two nearby expected values, the idle timeout wins if it has at least this share of the other's connections. */
const AS_MANY = 0.9;
/** The share of a pile caused by addresses that repeat themselves: those have their own finding, or are probes. */
const OF_ONE_CLIENT = 0.7;
/**
 * Maximum mean bytes of a connection on which nothing is sent: a handshake with cookies, and its answer.
 */
const QUIET = { received: 4096, sent: 1024 };

export const durationPileUp = inAccess(({ access, settings }) => {
  const { idleTimeout } = settings;
  if (access.durations.count === 0) return [];
  const histogram = histogramOf(access);
  const values = [...new Set([idleTimeout, COMMON_TIMEOUT, LONGEST_TIMEOUT])];
  const expected = values
    .map((at) => ({ at, pile: pileAt(histogram, at) }))
    .filter(({ pile }) => isPile(pile, EXPECTED) && pile.near > 0);
  // Values this close to each other count the same connections. If counts are similar, the idle timeout is the likelier
  // reason.
  const apart = expected.filter(({ at, pile }) =>
    expected.every(
      (other) =>
        other.at === at ||
        Math.abs(other.at - at) >= 3 ||
        (at === idleTimeout
          ? pile.near >= other.pile.near * AS_MANY
          : other.at !== idleTimeout || other.pile.near < pile.near * AS_MANY),
    ),
  );
  const repeated = [...monitorsOf(access), ...loopsOf(access)];
  const isRepeated = ({ from, to, near }: Pile): boolean =>
    repeated.reduce((sum, row) => {
      const { mean } = durationsOf(row);
      return sum + (mean >= from - 0.5 && mean <= to + 0.5 ? row.connections : 0);
    }, 0) >=
    near * OF_ONE_CLIENT;
  const elsewhere = findPiles(
    histogram,
    ANYWHERE,
    apart.map(({ pile }) => pile),
  );
  const others = elsewhere
    .filter((pile) => !isRepeated(pile))
    .map((pile) => ({ at: roundValueIn(pile), pile }));
  const comb = combOf([...apart, ...others]);
  const isAlone = (each: NamedPile): boolean => !comb?.piles.includes(each);
  return [
    ...(comb ? [atEqualDistances(comb, settings)] : []),
    ...apart.filter(isAlone).map(({ at, pile }) => {
      if (!isQuiet(pile)) return atAnother(at, pile, settings);
      if (at === idleTimeout) return atIdleTimeout(at, pile, settings);
      return at === LONGEST_TIMEOUT ? atLongest(pile, settings) : atSixty(pile, settings);
    }),
    ...others.filter(isAlone).map(({ at, pile }) => atAnother(at, pile, settings)),
  ];
});

const isQuiet = ({ received, sent }: Pile): boolean => received <= QUIET.received && sent <= QUIET.sent;

const severityOf = ({ share }: Pile): Finding['severity'] => (share >= SERIOUS_SHARE ? 'error' : 'warning');

const common = (at: number, pile: Pile) => ({
  severity: severityOf(pile),
  brief: `${many(pile.near, 'WebSocket')} ended after ${duration(at)}`,
  values: {
    seconds: at,
    connections: pile.near,
    share: pile.share,
    usual: pile.usual,
    from: pile.from,
    to: pile.to,
  },
});

const short = (seconds: number): number => Number(seconds.toFixed(seconds < 100 ? 1 : 0));

const evidenceOf = ({ from, to, near, usual, share, received, sent }: Pile): string[] => [
  `${many(near, 'connection')} (${percent(share)} of those with a known duration) lasted ${short(from)} to ${short(to)} s; the time around has ${usual < 10 ? Number(usual.toFixed(1)) : Math.round(usual)} in as many seconds`,
  `each of them received ${size(received)} from its client and sent ${size(sent)}, in the mean`,
];

const NO_REASON =
  'the log gives no reason for a close: this is the trace of a timeout, not a count of all idle ones';
const PING = (seconds: number): string =>
  `Let client or server send a ping at least every ${span(Math.max(1, Math.floor(seconds / 2)))}; TCP keep-alive does not count.`;

const atIdleTimeout = (at: number, pile: Pile, { idleTimeoutOrigin }: ReportSettings): Finding => ({
  code: 'idle-timeout-pile-up',
  what: `Connections end at the idle timeout, ${duration(at)}${idleTimeoutOrigin === 'default' ? ', assumed' : ''}: nothing was sent on them for that long.`,
  evidence: [...evidenceOf(pile), NO_REASON],
  remedy: `${PING(at)} Or raise loadBalancer.idleTimeout (idle_timeout.timeout_seconds), up to ${LONGEST_TIMEOUT}.`,
  ...common(at, pile),
});

const atLongest = (pile: Pile, { idleTimeout, idleTimeoutOrigin }: ReportSettings): Finding => ({
  code: 'idle-timeout-pile-up',
  what: `Connections end at ${duration(LONGEST_TIMEOUT)}, which looks like the idle timeout: it is the longest that can be set.`,
  evidence: [
    ...evidenceOf(pile),
    `an idle timeout of ${duration(idleTimeout)} was ${idleTimeoutOrigin === 'default' ? 'assumed; give --idle-timeout or -c' : idleTimeoutOrigin === 'config' ? 'read from the config' : 'given by --idle-timeout'}`,
    NO_REASON,
  ],
  remedy: PING(LONGEST_TIMEOUT),
  ...common(LONGEST_TIMEOUT, pile),
});

const atSixty = (pile: Pile, { idleTimeout, idleTimeoutOrigin }: ReportSettings): Finding => ({
  code: 'sixty-seconds-pile-up',
  what: `Connections end at 60 s, though the idle timeout is ${duration(idleTimeout)}: something else on the way gives up there.`,
  evidence: [
    ...evidenceOf(pile),
    `60 s is ELB's default idle timeout; that ${duration(idleTimeout)} is set was ${idleTimeoutOrigin === 'config' ? 'read from the config' : 'given by --idle-timeout'}`,
  ],
  remedy:
    'Check that the deployed load balancer has the idle timeout (aws elbv2 describe-load-balancer-attributes), then look for 60 s in proxies, in servers and in clients. Pings more often than every 30 s help against all of them.',
  ...common(COMMON_TIMEOUT, pile),
});

function atAnother(at: number, pile: Pile, { idleTimeout }: ReportSettings): Finding {
  const isQuietPile = isQuiet(pile);
  const isTimeout = at === idleTimeout || at === LONGEST_TIMEOUT;
  return {
    code: 'duration-pile-up',
    what: isQuietPile
      ? `Connections end at ${duration(at)}, which is not a known timeout of the load balancer.`
      : `Connections end at ${duration(at)}, though data went over them: they were ended on purpose rather than idle.`,
    evidence: evidenceOf(pile),
    remedy: isQuietPile
      ? `Look for ${duration(at)}: a timeout or a maximal age in servers, clients, proxies, or in the load balancer if its idle timeout is not the one assumed (--idle-timeout).${Math.abs(at - 350) <= 1 ? ' NAT gateways of AWS drop connections that are idle for 350 s.' : ''}`
      : `Look for ${duration(at)} in servers and clients: a maximal age, or a token or session that expires, is the likely cause; a proxy with a limit of its own is another. Let clients renew and reconnect at a random time before it.${isTimeout ? ' It is also the idle timeout: only if all data was sent in the first second can that be the cause.' : ''}`,
    ...common(at, pile),
    severity: pile.share >= SERIOUS_SHARE && isQuietPile ? 'error' : 'warning',
  };
}

/**
 * The limit may be shorter by whole steps, if every socket had data before it fell silent; the longest possible value
 * is the likeliest.
 */
function atEqualDistances({ piles, step }: Comb, { idleTimeout }: ReportSettings): Finding {
  const [{ at: limit } = { at: 0 }] = piles;
  const near = piles.reduce((sum, { pile }) => sum + pile.near, 0);
  const share = piles.reduce((sum, { pile }) => sum + pile.share, 0);
  const isIdleTimeout = limit === idleTimeout;
  const values = piles.map(({ at }) => count(at));
  return {
    code: isIdleTimeout ? 'idle-timeout-pile-up' : 'duration-pile-up',
    severity: isIdleTimeout && share >= SERIOUS_SHARE ? 'error' : 'warning',
    what: `Connections end at ${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''} s, ${duration(step)} apart: this is what ${isIdleTimeout ? `the idle timeout of ${duration(limit)}` : `an idle limit of ${duration(limit)}`} looks like when data flows every ${duration(step)} until a connection falls silent.`,
    brief: `${many(near, 'WebSocket')} ended after ${duration(limit)}, or a multiple of ${duration(step)} later`,
    evidence: [
      ...piles.map(
        ({ at, pile }) =>
          `at ${duration(at)}: ${many(pile.near, 'connection')} (${percent(pile.share)} of those with a known duration)`,
      ),
      ...(isIdleTimeout
        ? [NO_REASON]
        : ['something that is checked at such intervals, such as a token, would look the same']),
    ],
    remedy: isIdleTimeout
      ? `${PING(limit)} Or raise loadBalancer.idleTimeout (idle_timeout.timeout_seconds), up to ${LONGEST_TIMEOUT}.`
      : `Look for a limit of ${duration(limit)} in proxies, servers and clients. ${PING(limit)}`,
    values: { seconds: limit, step, piles: piles.length, connections: near, share },
  };
}

// What happened to silent sockets, and who likely ended them.
import { many } from '../../common/numbers.ts';
import { isNear, likelyClosers } from '../attribution.ts';
import type { Evidence, Judgement } from '../judgement.ts';
import { isOwnEnd } from './frames.ts';
import type { Ending, Held, HeldKind, Observations } from '../observations.ts';
import { duration, endingWords } from '../words.ts';

/** A socket that ends this soon after opening did not end from silence: the server rejected it. */
const AT_ONCE_MS = 1000;

export const heldOf = ({ idle }: Observations, kind: HeldKind): readonly Held[] =>
  idle?.held.filter((each) => each.kind === kind) ?? [];

/** The endings of all sockets of a kind; undefined if one of them is still open, or there are none. */
function allEnded(observed: Observations, kind: HeldKind): readonly Ending[] | undefined {
  const held = heldOf(observed, kind);
  const endings = held.flatMap(({ ending }) => ending ?? []);
  return held.length > 0 && endings.length === held.length ? endings : undefined;
}

const shortest = (endings: readonly Ending[]): Ending | undefined =>
  endings.toSorted((a, b) => a.afterMs - b.afterMs)[0];

const wasAtOnce = (ending: Ending): boolean => ending.afterMs < AT_ONCE_MS && !isOwnEnd(ending);

/** Whether both ended at about the same age. */
const isSameAge = (one: Ending, other: Ending): boolean =>
  Math.abs(one.afterMs - other.afterMs) <= 0.15 * Math.max(one.afterMs, other.afterMs) + 500;

/**
 * The ending of a silent socket if the pinging ones ended at the same age. Unanswered pings prove nothing about age.
 */
function agedEnding(observed: Observations): Ending | undefined {
  const silent = shortest(allEnded(observed, 'silent') ?? []);
  const pinging = shortest(allEnded(observed, 'pinging') ?? []);
  if (!silent || !pinging || wasAtOnce(silent)) return undefined;
  if (silent.how === 'silence' || isOwnEnd(silent)) return undefined;
  return isSameAge(silent, pinging) ? silent : undefined;
}

/** The ending of the pinging socket if its last ping was not answered. */
const unanswered = (observed: Observations): Ending | undefined =>
  heldOf(observed, 'pinging').flatMap(({ ending }) => (ending?.how === 'silence' ? [ending] : []))[0];

/** The ending of a silent socket that ended because of its silence. */
export function silentEnding(observed: Observations): Ending | undefined {
  const silent = shortest(heldOf(observed, 'silent').flatMap(({ ending }) => ending ?? []));
  if (!silent || wasAtOnce(silent) || isOwnEnd(silent) || agedEnding(observed)) return undefined;
  return silent.how === 'silence' && unanswered(observed) ? undefined : silent;
}

const heldEvidence = ({ idle }: Observations): readonly Evidence[] =>
  idle?.held.map(({ kind, ending, heldMs, serverPings }): Evidence => [
    `${kind} socket`,
    `${ending ? `${endingWords(ending)} after ${duration(ending.afterMs)}, ${duration(ending.silentMs)} after the last byte` : `open after ${duration(heldMs)}`}${serverPings.length > 0 ? `; ${many(serverPings.length, 'ping')} of the server` : ''}`,
  ]) ?? [];

export const closedAtOnce: Judgement = {
  code: 'closed-at-once',
  severity: 'error',
  title: 'Sockets are closed at once',
  reasoning:
    'The upgrade succeeds, and the socket ends within a second, without a byte from the client: the server refuses the client after the upgrade, or the path to it fails after the upgrade.',
  judge: (observed) => {
    const all = observed.idle?.held ?? [];
    const endings = all.flatMap(({ ending }) => (ending && wasAtOnce(ending) ? [ending] : []));
    const [first] = endings;
    if (!first || endings.length < all.length) return [];
    return [
      {
        what: `The server accepts the upgrade and ends the socket at once: ${endingWords(first)}.`,
        evidence: heldEvidence(observed),
        causes:
          first.how === 'frame'
            ? ['The server checks origin, token or subprotocol after the upgrade.']
            : [
                'The server fails right after the upgrade, or a proxy passes the 101 on and not what follows.',
              ],
        remedy:
          'Look at the server logs of this time; refuse with a status before the upgrade, which is clearer.',
      },
    ];
  },
};

export const silentClosed: Judgement = {
  code: 'silent-socket-closed',
  severity: 'warning',
  title: 'Silent sockets are closed',
  reasoning:
    'Two sockets send nothing, one sends pings, one leaves pings unanswered. When the silent ones end and the pinging one stays, silence is the reason. Who ended it is inferred from how (a close frame is always the server’s; FIN or RST without one is a proxy, a load balancer, or a server process that died) and from how long after the last byte: 60 s is the default of ELB and of nginx, 350 s a Network Load Balancer or NAT gateway, 600 s CloudFront, with -c the idle timeout of the config. With -c, sockets that end at exactly that timeout end as promised, which is info only.',
  judge: (observed, config) => {
    const ending = silentEnding(observed);
    if (!ending) return [];
    const idleTimeout = config?.loadBalancer.idleTimeout;
    const asPromised =
      ending.how !== 'frame' && idleTimeout !== undefined && isNear(ending.silentMs, idleTimeout);
    const pinging = heldOf(observed, 'pinging');
    const pingsKeep = pinging.length > 0 && pinging.every((each) => each.ending === undefined);
    return [
      {
        ...(asPromised && { severity: 'info' as const }),
        what: `A silent socket ends ${duration(ending.silentMs)} after the last byte with ${endingWords(ending)}. ${pingsKeep ? 'Pings keep one open.' : 'A socket with pings ended too, at another age.'}`,
        evidence: heldEvidence(observed),
        causes: likelyClosers(ending, idleTimeout),
        remedy: pingsKeep
          ? `Let the server ping every ${Math.max(1, Math.floor(ending.silentMs / 2000))} s or more often (\`npx websocket-alb snippet heartbeat\`), or raise the timeout.`
          : 'Find what closes these sockets in the server logs first.',
      },
    ];
  },
};

export const ageLimit: Judgement = {
  code: 'age-limit',
  severity: 'warning',
  title: 'Sockets have a maximum age',
  reasoning:
    'Silent sockets and the one that sends pings end at about the same age: age is the reason, not silence.',
  judge: (observed, config) => {
    const ending = agedEnding(observed);
    if (!ending) return [];
    return [
      {
        what: `Sockets end at an age of ${duration(ending.afterMs)} with ${endingWords(ending)}, although pings are sent.`,
        evidence: heldEvidence(observed),
        causes:
          ending.how === 'frame'
            ? likelyClosers(ending, config?.loadBalancer.idleTimeout)
            : [
                'The server itself: a limit on the age of a socket, or on the time until a client signs in.',
                'A proxy that limits the age of connections, or does not count pings (CloudFront counts only bytes from the origin).',
                'The server was stopped or restarted just then: try again.',
              ],
        remedy:
          'Clients must reconnect anyway; if the age is too short, look for it in the server and its proxies.',
      },
    ];
  },
};

export const halfOpen: Judgement = {
  code: 'pings-not-answered',
  severity: 'error',
  title: 'Pings are not answered',
  reasoning:
    'A ping was sent on an open socket, but no pong came in time, although RFC 6455 requires one, and nothing ended the connection.',
  judge: (observed) => {
    const first = unanswered(observed);
    if (!first) return [];
    return [
      {
        what: `The server did not answer a ping within the time limit, ${duration(first.afterMs)} after the socket opened.`,
        evidence: heldEvidence(observed),
        causes: [
          'The server hangs: its event loop is busy, or it reads nothing.',
          'A layer on the way lost the connection without a word.',
        ],
        remedy: 'Let the server answer pings (libraries do by themselves) and watch its event loop.',
      },
    ];
  },
};

export const serverPingTimeout: Judgement = {
  code: 'unanswered-pings-close',
  severity: 'info',
  title: 'The server ends sockets that leave pings unanswered',
  reasoning:
    'The socket that leaves pings unanswered ends, and the ones that answer stay: this is the server’s ping timeout, as it should be. It is how long a dead client occupies the server.',
  judge: (observed) => {
    const [mute] = heldOf(observed, 'mute');
    const silent = heldOf(observed, 'silent');
    if (!mute?.ending || mute.serverPings.length === 0 || silent.some(({ ending }) => ending !== undefined))
      return [];
    return [
      {
        what: `A client that answers no pings is cut after ${duration(mute.ending.afterMs)} with ${endingWords(mute.ending)}.`,
        evidence: heldEvidence(observed),
        causes: ['The ping timeout of the server.'],
        remedy: 'Nothing to do, if that is intended.',
      },
    ];
  },
};

/** The longest pause of the server in milliseconds; undefined if it sent fewer than two pings or messages. */
export function serverInterval(observed: Observations): number | undefined {
  const gaps = heldOf(observed, 'silent').flatMap(({ serverPings, serverMessages }) => {
    const at = [...serverPings, ...serverMessages].toSorted((a, b) => a - b);
    return at.slice(1).map((each, index) => each - (at[index] ?? each));
  });
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

export const serverPingLate: Judgement = {
  code: 'server-pings-late',
  severity: 'warning',
  title: 'The server’s pings come too late',
  reasoning:
    'With -c, the pause between the server’s pings (or messages) is compared with loadBalancer.idleTimeout: above 90 % of it, one late ping means a cut socket.',
  judge: (observed, config) => {
    const interval = serverInterval(observed);
    if (interval === undefined || !config) return [];
    const { idleTimeout } = config.loadBalancer;
    if (interval / 1000 < 0.9 * idleTimeout) return [];
    return [
      {
        what: `The server pings every ${duration(interval)}, and the load balancer closes after ${idleTimeout} s of silence.`,
        evidence: [['longest pause', duration(interval)]],
        causes: ['The heartbeat of the server does not follow the config.'],
        remedy: `Ping every ${config.heartbeat} s (\`npx websocket-alb snippet heartbeat\`).`,
      },
    ];
  },
};

// Stickiness that does not work. The log has neither cookies nor sessions, so the evidence is indirect: clients whose
// next connection goes to a different target, and cookies that the load balancer called invalid.
import { count, many, percent } from '../../common/numbers.ts';
import type { Failure } from '../attempts.ts';
import type { Finding } from '../report/types.ts';
import { routeOf, routeWords } from '../route.ts';
import type { AccessResult } from '../types.ts';
import { type AccessContext, evidence, inAttempts } from './finding.ts';

const INVALID_COOKIE = 'AWSALBTGCookieInvalid';
/** Minimum number of connections that could have gone to a different target than the previous one. */
const LEAST_RETURNS = 50;
/** Ratio of observed target changes to those expected by chance: 1 means no stickiness at all. */
const LOST = 0.5;
/** Paths of server libraries that begin with HTTP requests and need a whole session on one target. */
const SESSION_PATHS = /\/(socket\.io|engine\.io|sockjs|signalr|negotiate)\b/i;
const LEAST_REFUSED = 10;
/** Share of handshakes and polling requests; CLIENTS_SHARE is of polling clients. */
const REFUSED_SHARE = 0.05;
const LEAST_CLIENTS = 5;
const CLIENTS_SHARE = 0.1;

export const stickinessLost = inAttempts((context) => {
  const { access, attempts, settings } = context;
  const invalid = attempts.failures.filter(({ reason }) => reason.includes(INVALID_COOKIE));
  const sessions = sessionsOf(context);
  const { stickiness } = settings;
  const changes = stickiness === true ? changesOf(access) : undefined;
  return [
    ...(invalid.length > 0 ? [invalidCookie(invalid)] : []),
    ...(sessions ? [sessionsLost(context, sessions)] : changes ? [lost(access, changes)] : []),
  ];
});

/** Handshakes and polling of session libraries that a target refused because it did not know the session. */
interface Sessions {
  readonly upgrades: number;
  readonly polls: number;
  readonly share: number;
}

/**
 * After every deployment a few sessions are unknown; without stickiness this affects many clients, all the time. With a
 * single target, stickiness cannot be the cause.
 */
function sessionsOf({ attempts, access }: AccessContext): Sessions | undefined {
  const { polling, failures } = attempts;
  const refused = failures.filter(
    ({ route, transport, targetStatus }) =>
      targetStatus === '400' && (transport === 'websocket' || SESSION_PATHS.test(routeOf(route).path)),
  );
  const upgrades = refused.reduce((sum, { count: its }) => sum + its, 0);
  const polls = polling?.unknownSession ?? 0;
  const all = (polling?.requests ?? 0) + attempts.succeeded + attempts.failed;
  const share = (upgrades + polls) / all;
  const targets = new Set([
    ...access.targets.rows.map(({ target }) => target).filter((target) => target !== '-'),
    ...refused.flatMap((row) => [...row.targets.keys()]),
  ]);
  const isOne = targets.size === 1 || (targets.size === 0 && upgrades > 0);
  const isSpread =
    polling === undefined ||
    polling.clientsFailed >= Math.max(LEAST_CLIENTS, polling.clients * CLIENTS_SHARE);
  const isMuch = upgrades + polls >= LEAST_REFUSED && share >= REFUSED_SHARE;
  return isMuch && !isOne && isSpread ? { upgrades, polls, share } : undefined;
}

function sessionsLost({ attempts, access }: AccessContext, { upgrades, polls, share }: Sessions): Finding {
  const { polling } = attempts;
  const changes = changesOf(access);
  return {
    code: 'stickiness-lost',
    severity: 'error',
    what: 'Targets refuse sessions that they do not know: a client begins its session on one target and goes on on another, because stickiness is off or its cookie is not sent.',
    brief: `${many(upgrades + polls, 'request')} reached a target that did not know the session`,
    evidence: [
      `${many(upgrades + polls, 'request')} answered 400 by targets, ${percent(share)} of handshakes and polling`,
      ...(upgrades > 0
        ? [
            `${count(upgrades)} of them were upgrades, of ${many(attempts.succeeded + attempts.failed, 'attempt')}`,
          ]
        : []),
      ...(polling
        ? [
            `${count(polls)} of them poll, of ${many(polling.requests, 'request')}; ${count(polling.stuck)} of ${many(polling.clients, 'client')} that poll (${percent(polling.stuck / polling.clients)}) have no WebSocket in these logs`,
          ]
        : []),
      ...(changes
        ? [
            `${count(changes.changed)} of ${many(changes.returns, 'return')} went to another target; without a cookie chance would give ${count(changes.byChance)}`,
          ]
        : []),
    ],
    remedy:
      'Turn on stickiness of the target group (target.stickiness.type lb_cookie), and let clients send cookies: withCredentials for browsers on another site, a cookie jar elsewhere. Or let clients begin with WebSockets (Socket.IO: transports: ["websocket"]), which need no session before.',
    values: { upgrades, polls, share, ...(polling && { clients: polling.clients, stuck: polling.stuck }) },
  };
}

interface Changes {
  readonly returns: number;
  readonly changed: number;
  readonly byChance: number;
}

function changesOf({ clients, targets }: AccessResult): Changes | undefined {
  const members = targets.rows.filter(({ target }) => target !== '-').length;
  if (members < 2) return undefined;
  const returning = clients.rows.filter(({ connections }) => connections > 1);
  const returns = returning.reduce((sum, { connections }) => sum + connections - 1, 0);
  const changed = returning.reduce((sum, { targetChanges }) => sum + targetChanges, 0);
  const byChance = returns * (1 - 1 / members);
  return returns >= LEAST_RETURNS && changed >= byChance * LOST ? { returns, changed, byChance } : undefined;
}

function lost({ clients }: AccessResult, { returns, changed, byChance }: Changes): Finding {
  const worst = clients.rows
    .filter(({ targetChanges }) => targetChanges > 0)
    .toSorted((left, right) => right.targetChanges - left.targetChanges);
  return {
    code: 'stickiness-lost',
    severity: 'info',
    what: 'Clients that came back were sent to another target, as if there were no sticky cookie.',
    brief: `${count(changed)} of ${many(returns, 'return')} went to another target`,
    evidence: [
      `${count(changed)} of ${many(returns, 'return')} (${percent(changed / returns)}) went to another target than the one before; without a cookie chance would give ${count(byChance)}`,
      ...evidence(
        worst.slice(0, 3),
        (row) =>
          `${row.client}: ${count(row.targetChanges)} changes in ${many(row.connections, 'connection')}`,
      ),
      'an address may stand for many people, each with a cookie of its own, and a target that went away takes its cookies along',
    ],
    remedy:
      'Check that the server sets the cookie that target.stickiness.cookieName names before the upgrade, and that clients send it: browsers on another site need credentials and SameSite=None, other clients a cookie jar.',
    values: { returns, changed, byChance },
  };
}

const invalidCookie = (rows: readonly Failure[]): Finding => ({
  code: 'sticky-cookie-invalid',
  severity: 'warning',
  what: 'The load balancer refused requests because of an invalid cookie of target group stickiness.',
  brief: `${many(
    rows.reduce((sum, row) => sum + row.count, 0),
    'request',
  )} with an invalid cookie of target group stickiness`,
  evidence: evidence(
    rows,
    ({ route, status, count: times }) =>
      `${count(times)} × ${routeWords(route)}, ${status}, ${INVALID_COOKIE}`,
  ),
  remedy:
    'Let clients send AWSALBTG and AWSALBTGCORS back unchanged, and drop them when they connect elsewhere.',
  values: { count: rows.reduce((sum, row) => sum + row.count, 0) },
});

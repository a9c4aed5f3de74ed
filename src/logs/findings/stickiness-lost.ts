// Sticky cookies that did not stick, where that shows: the log has neither cookies nor sessions. What shows are clients whose
// connections go to another target than the one before, and a cookie that the load balancer called invalid.
import { count, many, percent } from '../../common/numbers.ts';
import type { Finding, ReportSettings } from '../report/types.ts';
import type { AccessResult } from '../types.ts';
import { evidence, inAccess } from './finding.ts';

const INVALID_COOKIE = 'AWSALBTGCookieInvalid';
/** Connections that could have gone to another target than the one before. */
const LEAST_RETURNS = 50;
/** Of those, gone to another one, over what chance would give: 1 is no stickiness at all. */
const LOST = 0.5;
/** Server libraries that begin with HTTP requests and need all of a session on one target. */
const SESSION_PATHS = /\/(socket\.io|engine\.io|sockjs|signalr|negotiate)\b/i;
const LEAST_REFUSED = 5;

export const stickinessLost = inAccess((access, { stickiness }) => {
  const invalid = access.failed.rows.filter(({ reason }) => reason.includes(INVALID_COOKIE));
  const refused = access.failed.rows.filter(
    ({ path, targetStatus }) => targetStatus === '400' && SESSION_PATHS.test(path),
  );
  const refusals = refused.reduce((sum, row) => sum + row.count, 0);
  const isExpected = stickiness ?? refusals >= LEAST_REFUSED;
  const changes = isExpected ? changesOf(access) : undefined;
  return [
    ...(invalid.length > 0 ? [invalidCookie(invalid)] : []),
    ...(changes ? [lost(access, changes, refusals, stickiness)] : []),
  ];
});

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

function lost(
  { clients }: AccessResult,
  { returns, changed, byChance }: Changes,
  refusals: number,
  stickiness: ReportSettings['stickiness'],
): Finding {
  const worst = clients.rows
    .filter(({ targetChanges }) => targetChanges > 0)
    .toSorted((left, right) => right.targetChanges - left.targetChanges);
  return {
    code: 'stickiness-lost',
    severity: stickiness === true && refusals === 0 ? 'info' : 'warning',
    what: 'Clients that came back were sent to another target, as if there were no sticky cookie.',
    evidence: [
      `${count(changed)} of ${many(returns, 'return')} (${percent(changed / returns)}) went to another target than the one before; without a cookie chance would give ${count(byChance)}`,
      ...(refusals > 0
        ? [`${many(refusals, 'request')} refused by targets with 400 on paths of session libraries`]
        : []),
      ...evidence(
        worst.slice(0, 3),
        (row) =>
          `${row.client}: ${count(row.targetChanges)} changes in ${many(row.connections, 'connection')}`,
      ),
      'an address may stand for many people, each with a cookie of its own, and a target that went away takes its cookies along',
    ],
    remedy:
      'See that the server sets the cookie that target.stickiness.cookieName names before the upgrade, and that clients send it: browsers on another site need credentials and SameSite=None, other clients a cookie jar.',
    values: { returns, changed, byChance, refused: refusals },
  };
}

const invalidCookie = (rows: AccessResult['failed']['rows']): Finding => ({
  code: 'sticky-cookie-invalid',
  severity: 'warning',
  what: 'The load balancer refused requests because of an invalid cookie of target group stickiness.',
  evidence: evidence(
    rows,
    ({ path, status, count: times }) => `${count(times)} × ${path}, ${status}, ${INVALID_COOKIE}`,
  ),
  remedy:
    'Let clients send AWSALBTG and AWSALBTGCORS back unchanged, and drop them when they connect elsewhere.',
  values: { count: rows.reduce((sum, row) => sum + row.count, 0) },
});

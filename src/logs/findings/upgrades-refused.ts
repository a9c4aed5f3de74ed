// Upgrades that failed, by status. A failed upgrade is logged as http or https; attempts.ts decides which requests are
// upgrades.
import { answeredByRule, wordsOfReason } from '../../alb/error-reasons.ts';
import { STATUSES, wordsOfStatus } from '../../alb/statuses.ts';
import { wordsOf504 } from '../../alb/gateway-timeout.ts';
import { count, many, percent } from '../../common/numbers.ts';
import type { Failure } from '../attempts.ts';
import { EVIDENCE_WORDS } from '../report/evidence-words.ts';
import type { Finding } from '../report/types.ts';
import { routeWords } from '../route.ts';
import { concentrationOf, type Concentration } from './concentration.ts';
import { type AccessContext, eventOf, evidence, heaviest, inAttempts, ranking, summed } from './finding.ts';

/** Share of all attempts (connections and failed upgrades). */
const SERIOUS_SHARE = 0.01;
/** For refusals that a server, a rule or a client makes on purpose now and then. */
const SERIOUS_REFUSAL_SHARE = 0.1;
const SMALL_SHARE = 0.001;
/** Fewer failures are never an error. */
const SERIOUS_COUNT = 5;
const CHOSEN =
  '--where chooses by status, type or target and may leave out what succeeded: shares are of what is left';

export const upgradesRefused = inAttempts((context) => {
  const byStatus = new Map<string, Failure[]>();
  for (const row of context.attempts.failures) {
    const rows = byStatus.get(row.status);
    if (rows) rows.push(row);
    else byStatus.set(row.status, [row]);
  }
  return [...byStatus].map(([status, rows]) => finding(status, rows, context));
});

const sum = (rows: readonly Failure[]): number => rows.reduce((all, row) => all + row.count, 0);

function finding(status: string, rows: readonly Failure[], context: AccessContext): Finding {
  const { attempts, settings } = context;
  const all = attempts.succeeded + attempts.failed;
  const total = sum(rows);
  const ofTargets = sum(rows.filter(({ targetStatus }) => targetStatus !== '-'));
  const share = total / all;
  const isByTarget = ofTargets * 2 >= total;
  const where = concentrationOf(rows, context);
  const { cause, remedy } = wordsFor(status, rows, isByTarget, context.settings.idleTimeout);
  const inBrief = (its: number): string =>
    `${many(its, 'upgrade')} answered ${status}${where.target === undefined ? '' : ` on ${where.target}`}`;
  const isAll = !settings.isByOutcome && attempts.succeeded === 0 && total === attempts.failed;
  const subject = isAll
    ? total === 1
      ? 'The only upgrade was'
      : `Every upgrade failed: all ${count(total)} were`
    : `${many(total, 'upgrade')} ${total === 1 ? 'was' : 'were'}`;
  return {
    code: Object.hasOwn(STATUSES, status) ? `upgrade-${status}` : 'upgrade-refused',
    severity: settings.isByOutcome
      ? 'info'
      : severityOf(status, rows, share, isByTarget, attempts.succeeded === 0),
    what: `${subject} answered with ${status}: ${cause}`,
    brief: inBrief(total),
    evidence: [
      `${percent(share)} of ${many(all, 'attempt')}; ${ofTargets === 0 ? 'the load balancer answered, not a target' : ofTargets === total ? 'answered by targets' : `${count(ofTargets)} answered by targets, ${count(total - ofTargets)} by the load balancer`}`,
      ...(settings.isByOutcome ? [CHOSEN] : []),
      ...where.sentences,
      ...rowWords(rows),
      ...recognised(rows),
    ],
    remedy: `${firstLook(where)}${remedy}`,
    values: { status, count: total, byTarget: ofTargets, share, ...named(where) },
    ...(where.times.length > 0 && {
      events: where.times.map(({ from, to, count: its }) =>
        eventOf(from, to, inBrief(its), where.target === undefined ? [] : [where.target]),
      ),
    }),
  };
}

const named = ({ target, client, agent }: Concentration): Record<string, string> => ({
  ...(target !== undefined && { target }),
  ...(client !== undefined && { client }),
  ...(agent !== undefined && { agent }),
});

/** Redirects, 4xx and 460 are somebody's choice; 464, 501, 5xx and a 400 from the load balancer are not. */
function severityOf(
  status: string,
  rows: readonly Failure[],
  share: number,
  isByTarget: boolean,
  isNothingOpen: boolean,
): Finding['severity'] {
  const isChoice =
    status < '400' ||
    status === '460' ||
    (status < '500' && status !== '464' && (isByTarget || ['403', '404', '429'].includes(status)));
  // Scanners get a 464 too wherever a target group speaks gRPC.
  const isSure = isNothingOpen || rows.some(({ evidence: how }) => how !== 'status');
  const serious = isChoice ? SERIOUS_REFUSAL_SHARE : SERIOUS_SHARE;
  if (share >= serious && sum(rows) >= SERIOUS_COUNT && isSure) return 'error';
  return share < SMALL_SHARE ? 'info' : 'warning';
}

function wordsFor(status: string, rows: readonly Failure[], isByTarget: boolean, idleTimeout: number) {
  const words = wordsOfStatus(status);
  if (isByTarget) return { cause: words.target, remedy: words.targetRemedy };
  const [reason, its] =
    heaviest(summed(rows.map((row) => new Map([[row.reason, row.count]])))) ?? (['-', 0] as const);
  const isReason = reason !== '-' && its * 2 >= sum(rows);
  const known = isReason ? wordsOfReason(reason) : undefined;
  if (known) return { cause: `${known.cause}.`, remedy: known.remedy };
  const rule = isReason ? answeredByRule(reason) : undefined;
  if (rule !== undefined) return { cause: `${rule} answered it.`, remedy: words.remedy };
  if (status === '504') {
    const longest = heaviest(summed(rows.map(({ seconds }) => seconds)));
    if (longest && longest[1] * 2 >= sum(rows)) {
      const precise = wordsOf504(Number(longest[0]), idleTimeout);
      return { cause: precise.loadBalancer, remedy: precise.remedy };
    }
  }
  return { cause: words.loadBalancer, remedy: words.remedy };
}

const firstLook = ({ target, client, agent }: Concentration): string => {
  if (target !== undefined) return `Begin with ${target}, which stands out. `;
  if (client !== undefined) return `Find out who ${client} is: it may be one broken client. `;
  return agent === undefined ? '' : 'Begin with that client release. ';
};

/** One line per row: rows may differ only in reason or scheme. */
const rowWords = (rows: readonly Failure[]): string[] =>
  evidence(
    rows,
    ({ route, targetStatus, reason, count: times }) =>
      `${count(times)} × ${routeWords(route)}${targetStatus === '-' ? '' : `, target ${targetStatus}`}${reason === '-' ? '' : `, ${reason}`}`,
  );

function recognised(rows: readonly Failure[]): string[] {
  const by = ranking(summed(rows.map((row) => new Map<string, number>([[row.evidence, row.count]]))));
  return [
    `taken for upgrades by: ${by.map(([how, its]) => `${EVIDENCE_WORDS[how as Failure['evidence']]}${by.length > 1 ? ` (${count(its)})` : ''}`).join(', ')}`,
  ];
}

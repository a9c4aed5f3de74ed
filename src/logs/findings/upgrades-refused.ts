// Upgrades that were refused, by status. A failed upgrade is logged as http or https.
import { STATUSES, wordsOfStatus } from '../../alb/statuses.ts';
import { count, many, percent } from '../../common/numbers.ts';
import { failedUpgrades } from '../report/access.ts';
import type { Finding } from '../report/types.ts';
import type { FailedRow } from '../types.ts';
import { evidence, inAccess } from './finding.ts';

/** Of all attempts: connections and failed upgrades. */
const SERIOUS_SHARE = 0.01;
const SMALL_SHARE = 0.001;

export const upgradesRefused = inAccess((access) => {
  const attempts = access.total.connections + failedUpgrades(access);
  const byStatus = new Map<string, FailedRow[]>();
  for (const row of access.failed.rows) {
    const rows = byStatus.get(row.status);
    if (rows) rows.push(row);
    else byStatus.set(row.status, [row]);
  }
  return [...byStatus].map(([status, rows]) => finding(status, rows, attempts));
});

function finding(status: string, rows: readonly FailedRow[], attempts: number): Finding {
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  const byTarget = rows.filter(({ targetStatus }) => targetStatus !== '-');
  const ofTargets = byTarget.reduce((sum, row) => sum + row.count, 0);
  const share = total / attempts;
  const words = wordsOfStatus(status);
  const isByTarget = ofTargets * 2 >= total;
  return {
    code: status in STATUSES ? `upgrade-${status}` : 'upgrade-refused',
    severity: share >= SERIOUS_SHARE ? 'error' : share < SMALL_SHARE ? 'info' : 'warning',
    what: `${many(total, 'upgrade')} answered with ${status}: ${isByTarget ? words.target : words.loadBalancer}`,
    evidence: [
      `${percent(share)} of all attempts; ${ofTargets === 0 ? 'no target answered' : `${count(ofTargets)} answered by a target, ${count(total - ofTargets)} by the load balancer`}`,
      ...evidence(
        rows,
        ({ path, targetStatus, reason, count: times }) =>
          `${count(times)} × ${path}${targetStatus === '-' ? '' : `, target ${targetStatus}`}${reason === '-' ? '' : `, ${reason}`}`,
      ),
    ],
    remedy: isByTarget ? words.targetRemedy : words.remedy,
    values: { status, count: total, byTarget: ofTargets, share },
  };
}

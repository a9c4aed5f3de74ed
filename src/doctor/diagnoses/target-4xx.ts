import { inferred } from '../../alb/finding.ts';
import { userGuide } from '../../alb/sources.ts';
import { many, percent } from '../../common/numbers.ts';
import { answersOfTargets, astray } from '../evidence/polling.ts';
import { socketGroups } from '../evidence/target-groups.ts';
import { askLogs } from '../steps/confirm.ts';
import type { Diagnosis } from '../diagnosis.ts';

/** Scanners and a few clients with an old token stay below. */
const ENOUGH = 100;
const MOST = 0.5;

export const target4xx: Diagnosis = {
  code: 'target-4xx',
  severity: 'warning',
  title: 'The servers refuse most requests',
  reasoning:
    'HTTPCode_Target_4XX_Count counts what the servers themselves refuse, handshakes among them. An upgrade that succeeds is in RequestCount only, so the part is taken of all requests.',
  source: userGuide('load-balancer-cloudwatch-metrics'),
  basis: inferred('HTTPCode_Target_4XX_Count and RequestCount; CloudWatch does not name the status'),
  judge: (observed, context) =>
    socketGroups(observed).flatMap((group) => {
      const found = answersOfTargets(observed, group);
      // Where missing stickiness explains them, its own diagnosis has them.
      if (!found || found.wrong < ENOUGH || (astray(observed, group)?.severity ?? 'info') !== 'info')
        return [];
      const { wrong, right, requests, answered } = found;
      const share = wrong / Math.max(requests, answered);
      if (share < MOST) return [];
      return [
        {
          subject: group.arn,
          what: `The servers of ${group.name} refused ${many(wrong, 'request')}, ${percent(share)} of all, with 4XX.`,
          evidence: [
            ['HTTPCode_Target_4XX_Count', wrong],
            ['HTTPCode_Target_2XX_Count', right],
            ['RequestCount', requests],
          ],
          causes: [
            '401 or 403: clients have no token or an old one, and try again and again.',
            '404: clients use a path that the servers do not have.',
            '400 or 426: plain HTTP, such as of a monitor, reaches a server that takes WebSockets only; or a proxy in front of the load balancer takes the Upgrade header away.',
          ],
          steps: askLogs(context, observed, 'See which status and which paths (target_status_code 4XX):'),
        },
      ];
    }),
};

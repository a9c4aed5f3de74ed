import { inferred } from '../../alb/finding.ts';
import { percent } from '../../common/numbers.ts';
import { userGuide } from '../../alb/sources.ts';
import { changeTargetGroup } from '../steps/settings.ts';
import { healthyTargets, socketGroups } from '../evidence/target-groups.ts';
import { readLogs } from '../steps/confirm.ts';
import { groupSums } from '../evidence/metric-sums.ts';
import type { Diagnosis } from '../diagnosis.ts';

/** With two targets, every second request reaches the wrong one; below this share, the 4XX have another cause. */
const SHARE = 0.1;
const ENOUGH = 20;
const DURATION = '86400';

export const stickinessOff: Diagnosis = {
  code: 'stickiness-off',
  severity: 'error',
  title: 'Stickiness is off while HTTP requests come before the upgrade',
  reasoning:
    'Socket.IO, SockJS and SignalR begin with HTTP requests that must reach the same target; one that reaches another target gets 400 "Session ID unknown". The signs: stickiness off, several targets, answers other than 101 (which is in no metric), and many of them 4XX. Clients that open the WebSocket at once need no stickiness, and have no such answers.',
  source: userGuide('edit-target-group-attributes'),
  basis: inferred('stickiness, several targets and many 4XX among plain HTTP answers of the group'),
  judge(observed, context) {
    return socketGroups(observed).flatMap((group) => {
      const found = groupSums(
        observed,
        group,
        'RequestCount',
        'HTTPCode_Target_2XX_Count',
        'HTTPCode_Target_3XX_Count',
        'HTTPCode_Target_4XX_Count',
        'HTTPCode_Target_5XX_Count',
      );
      if (!found) return [];
      const { HTTPCode_Target_2XX_Count: right, HTTPCode_Target_4XX_Count: wrong } = found;
      const answered = right + wrong + found.HTTPCode_Target_3XX_Count + found.HTTPCode_Target_5XX_Count;
      // A session begins with a request that gets a 2XX, so without any 2XX there is no session that a target could
      // fail to recognize.
      if (right === 0 || wrong < ENOUGH || wrong < SHARE * answered) return [];
      const upgrades = Math.max(0, found.RequestCount - answered);
      const serving = healthyTargets(group).length;
      if (group.settings.get('stickiness.enabled') !== 'false' || serving < 2) return [];
      const cookie = context.config?.target.stickiness;
      const attributes: [string, string][] =
        cookie?.type === 'app_cookie'
          ? [
              ['stickiness.enabled', 'true'],
              ['stickiness.type', 'app_cookie'],
              ['stickiness.app_cookie.cookie_name', cookie.cookieName],
              ['stickiness.app_cookie.duration_seconds', String(cookie.duration)],
            ]
          : [
              ['stickiness.enabled', 'true'],
              ['stickiness.type', 'lb_cookie'],
              ['stickiness.lb_cookie.duration_seconds', DURATION],
            ];
      return [
        {
          subject: group.arn,
          what: `${group.name} is not sticky, and ${percent(wrong / answered)} of the plain HTTP answers are 4XX.`,
          evidence: [
            ['stickiness.enabled', 'false'],
            ['healthy targets', serving],
            ['HTTPCode_Target_4XX_Count', wrong],
            ['HTTPCode_Target_2XX_Count', right],
            ['RequestCount', found.RequestCount],
            ['requests without an HTTP answer, upgrades among them', upgrades],
          ],
          causes: [
            'Requests of one handshake reach different targets.',
            'The servers refuse for other reasons: a missing or expired token (401, 403), a wrong path (404). The logs show which.',
          ],
          steps: [
            ...changeTargetGroup(
              context,
              observed,
              group,
              'Turn stickiness on. Clients on another site must send cookies (withCredentials).',
              attributes,
            ),
            { kind: 'fix', words: 'Or let the clients use only the websocket transport.' },
            ...readLogs(context, observed, 'See which paths get 400:'),
          ],
        },
      ];
    });
  },
};

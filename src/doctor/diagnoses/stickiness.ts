// Clients that poll before the upgrade, and targets that do not keep them.
import { inferred } from '../../alb/finding.ts';
import { STICKINESS_POLLING } from '../../alb/rules/stickiness-polling.ts';
import { userGuide } from '../../alb/sources.ts';
import { many, percent } from '../../common/numbers.ts';
import { astray, isNotSticky, livePollingWords } from '../evidence/polling.ts';
import { socketGroups, targetsOf } from '../evidence/target-groups.ts';
import { changeTargetGroup } from '../steps/settings.ts';
import { readLogs } from '../steps/confirm.ts';
import type { Context, Diagnosis, Evidence, Step } from '../diagnosis.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';

const DURATION = '86400';

function turnOn(group: TargetGroup, observed: Observations, context: Context): Step[] {
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
    ...changeTargetGroup(
      context,
      observed,
      group,
      'Turn stickiness on. Clients on another site must send cookies (withCredentials).',
      attributes,
    ),
    { kind: 'fix', words: 'Or let the clients use only the websocket transport.' },
  ];
}

const ASTRAY = 'Requests of one handshake reach different targets.';
const REFUSED =
  'The servers refuse for other reasons: a missing or expired token (401, 403), a wrong path (404). The logs show which.';

export const stickinessOff: Diagnosis = {
  code: 'stickiness-off',
  severity: 'error',
  title: 'Stickiness is off while HTTP requests come before the upgrade',
  reasoning:
    'Socket.IO, SockJS and SignalR begin with HTTP requests that must reach the same target; one that reaches another target gets 400 "Session ID unknown". The signs: stickiness off, several targets, a rule, name or health check that mentions such a library, and 4XX among plain HTTP answers (a 101 is in no metric). Of n targets at most (n − 1)/n of the requests go astray: where more are refused, or nothing names such a library and there are no upgrades, it is something else. Without the name it is info.',
  source: userGuide('edit-target-group-attributes'),
  basis: inferred(
    'stickiness, the number of targets, names and paths, and the part of 4XX among plain HTTP answers of the group',
  ),
  judge: (observed, context) =>
    socketGroups(observed).flatMap((group) => {
      const found = astray(observed, group);
      if (!found) return [];
      const { words, wrong, right, answered, requests, upgrades, serving, most, severity } = found;
      const look = readLogs(context, observed, 'See which paths get 400:');
      const named: Evidence[] = words ? [['mentions clients that poll', words.text]] : [];
      return [
        {
          subject: group.arn,
          severity,
          what: words
            ? `${group.name} is not sticky, and ${percent(wrong / answered)} of the plain HTTP answers are 4XX.`
            : `${percent(wrong / answered)} of the plain HTTP answers of ${group.name} are 4XX: as many as missing stickiness could cause, if its clients poll.`,
          evidence: [
            ['stickiness.enabled', 'false'],
            ['healthy targets', serving],
            ['most that can go astray', percent(most)],
            ...named,
            ['HTTPCode_Target_4XX_Count', wrong],
            ['HTTPCode_Target_2XX_Count', right],
            ['RequestCount', requests],
            ['requests without an HTTP answer, upgrades among them', upgrades],
          ],
          causes: words ? [ASTRAY, REFUSED] : [REFUSED, ASTRAY],
          steps: words
            ? [...turnOn(group, observed, context), ...look]
            : [...look, ...turnOn(group, observed, context)],
        },
      ];
    }),
};

const isLeaving = (state: string): boolean => state === 'draining' || state === 'unused';

export const stickinessPolling: Diagnosis = {
  code: STICKINESS_POLLING.code,
  severity: STICKINESS_POLLING.severity,
  title: STICKINESS_POLLING.title,
  reasoning: `${STICKINESS_POLLING.why} With one target nothing can go astray.`,
  source: STICKINESS_POLLING.source,
  basis: STICKINESS_POLLING.basis,
  judge: (observed, context) =>
    socketGroups(observed).flatMap((group) => {
      const words = livePollingWords(observed, group);
      const serving = targetsOf(group).filter(({ state }) => !isLeaving(state)).length;
      // What the answers show already is the diagnosis before this one.
      if (!words || serving < 2 || !isNotSticky(group) || astray(observed, group)) return [];
      return [
        {
          subject: group.arn,
          severity: STICKINESS_POLLING.severityOf(words),
          what: `${group.name} is not sticky and has ${many(serving, 'target')}: requests of clients that poll before the upgrade get ${STICKINESS_POLLING.statusOf(words)} from each target that does not have their session.`,
          evidence: [
            ['stickiness.enabled', 'false'],
            ['targets', serving],
            [words.isOfRule ? 'a rule that leads to it' : 'its name, tags or health check path', words.text],
          ],
          causes: ['Stickiness is off by default, and was not turned on for clients that poll.'],
          steps: turnOn(group, observed, context),
        },
      ];
    }),
};

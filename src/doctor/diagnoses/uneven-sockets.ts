import { inferred } from '../../alb/finding.ts';
import { many, percent } from '../../common/numbers.ts';
import { userGuide } from '../../alb/sources.ts';
import { generate } from '../steps/commands.ts';
import { groupsInUse } from '../evidence/target-groups.ts';
import { readLogs } from '../steps/confirm.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { at, levels, points, type Point } from '../observations/metrics.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';
import { metricStatistics } from '../steps/confirm.ts';

/** Above this, the old targets clearly hold more than their share. */
const MARGIN = 0.2;
/** Fewer sockets are not a load. */
const ENOUGH_CONNECTIONS = 100;

/** The last time that hosts were added to existing ones, with the numbers before and after. */
function scaleOut(
  hosts: readonly Point[],
): { readonly time: number; readonly before: number; readonly after: number } | undefined {
  const last = hosts.at(-1)?.[1] ?? 0;
  const at = hosts.findLastIndex(([, value], index) => {
    const before = hosts[index - 1]?.[1];
    return before !== undefined && before > 0 && value > before;
  });
  const [point, previous] = [hosts[at], hosts[at - 1]];
  return point && previous && last >= point[1]
    ? { time: point[0], before: previous[1], after: last }
    : undefined;
}

function judgeGroup(observed: Observations, group: TargetGroup) {
  const found = sums(observed);
  // The load balancer's connections are not counted per target group.
  if (!found || groupsInUse(observed).length > 1) return undefined;
  const grown = scaleOut(points(found.readings, 'HealthyHostCount', 'Maximum', group.fullName));
  const open = levels(found.readings, 'ActiveConnectionCount', observed.window).at(-1)?.[1] ?? 0;
  if (!grown || open < ENOUGH_CONNECTIONS) return undefined;
  // Both metrics count both sides of the load balancer, so the share needs no halving.
  const since = points(found.readings, 'NewConnectionCount').filter(([time]) => time >= grown.time);
  const made = since.reduce((sum, [, value]) => sum + value, 0);
  // Sockets do not move, so the new targets can hold at most the sockets opened since.
  const leastOnOld = Math.max(0, 1 - made / open);
  const fair = grown.before / grown.after;
  return leastOnOld > fair + MARGIN ? { grown, open, made, leastOnOld, fair } : undefined;
}

export const unevenSockets: Diagnosis = {
  code: 'uneven-sockets',
  severity: 'warning',
  title: 'Old targets hold most sockets after a scale-out',
  reasoning:
    'A socket stays on its target as long as it lives, and the algorithm chooses once, at the upgrade. When hosts were added and few connections have been made since, the old targets must hold the rest. This is calculated from ActiveConnectionCount, NewConnectionCount and HealthyHostCount: CloudWatch does not count the connections of a single target.',
  source: userGuide('load-balancer-listeners'),
  basis: inferred('hosts added and connections made since; CloudWatch has no count for each target'),
  judge: (observed, context) =>
    groupsInUse(observed).flatMap((group) => {
      const found = judgeGroup(observed, group);
      if (!found) return [];
      const { grown, open, made, leastOnOld, fair } = found;
      return [
        {
          subject: group.arn,
          what: `${group.name} grew from ${grown.before} to ${many(grown.after, 'host')}; at least ${percent(leastOnOld)} of the connections are on the old ones.`,
          evidence: [
            ['scale-out at', at(grown.time)],
            ['hosts before and now', `${grown.before} → ${grown.after}`],
            ['ActiveConnectionCount, last', Math.round(open)],
            ['NewConnectionCount since', made],
            ['least share on the old hosts', percent(leastOnOld)],
            ['their fair share', percent(fair)],
          ],
          causes: [
            'Sockets that were open before the scale-out stay where they are, and few have reconnected since.',
            'Stickiness leads clients that reconnect back to their old target.',
          ],
          steps: [
            {
              kind: 'fix',
              words:
                'Let the old servers slowly close some of their sockets (code 1001 or 1012), so that clients reconnect and spread out. The code:',
              command: generate(context, 'snippet', 'drain'),
            },
            {
              kind: 'confirm',
              words: 'See how requests have been spread since then, which is only an indication:',
              command: metricStatistics(context, observed, group, {
                metric: 'RequestCountPerTarget',
                statistic: 'Sum',
              }),
            },
            ...readLogs(context, observed, 'See the sessions of each target that have ended:'),
          ],
        },
      ];
    }),
};

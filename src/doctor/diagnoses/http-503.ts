import { many } from '../../common/numbers.ts';
import { STATUSES_SOURCE } from '../../alb/statuses.ts';
import { aws } from '../steps/commands.ts';
import { groupsInUse, targetsOf } from '../evidence/target-groups.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Context, Diagnosis, Step } from '../diagnosis.ts';
import { points, spanOf } from '../observations/metrics.ts';
import { observedValue, type Observations, type TargetGroup } from '../observations/observations.ts';
import { metricStatistics } from '../steps/confirm.ts';

/** Registered and not leaving. */
const registered = (group: TargetGroup) =>
  targetsOf(group).filter(({ state }) => state !== 'draining' && state !== 'unused');

export const noRegisteredTarget: Diagnosis = {
  code: 'no-registered-target',
  severity: 'error',
  title: 'A target group without a target',
  reasoning:
    'The load balancer answers 503 to whatever a listener forwards to a target group that has no target, or none that is in use.',
  source: STATUSES_SOURCE,
  judge(observed, context) {
    const errors = sums(observed, 'HTTPCode_ELB_503_Count');
    return groupsInUse(observed).flatMap((group) => {
      const targets = observedValue(group.targets);
      // Targets that are unused because they are stopped have a diagnosis of their own.
      if (
        !targets ||
        targets.some(({ reason }) => reason === 'Target.InvalidState') ||
        registered(group).length > 0
      )
        return [];
      return [
        {
          subject: group.arn,
          what: `${group.name} has no target in use; what is forwarded to it gets 503.`,
          evidence: [
            ['registered targets', targets.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none'],
            ...(errors ? [['HTTPCode_ELB_503_Count', errors.HTTPCode_ELB_503_Count] as const] : []),
          ],
          causes: [
            'The Auto Scaling group or the service that registers targets has none, or is not attached to this target group.',
            'Targets were deregistered by hand or by a failed deployment.',
            ...(targets.some(({ reason }) => reason === 'Target.NotInUse')
              ? ['The targets are in an Availability Zone that is not enabled for the load balancer.']
              : []),
          ],
          steps: [
            register(group, observed, context),
            {
              kind: 'confirm',
              words: 'See the targets:',
              command: aws(context, 'elbv2', 'describe-target-health', '--target-group-arn', group.arn),
            },
          ],
        },
      ];
    });
  },
};

/** The ids that the config or the stack says, or a word in their place. */
function register(group: TargetGroup, { stack }: Observations, context: Context): Step {
  const fromStack = stack?.parameters.get('InstanceIds')?.match(/\bi-[0-9a-f]{8,17}\b/g) ?? [];
  const { instanceIds = [], ipAddresses = [] } = context.config?.target ?? {};
  const known = group.type === 'ip' ? ipAddresses : instanceIds.length > 0 ? instanceIds : fromStack;
  const ids = known.length > 0 ? known : [group.type === 'ip' ? 'IP_ADDRESS' : 'INSTANCE_ID'];
  return {
    kind: 'fix',
    words: 'Register targets:',
    command: aws(
      context,
      'elbv2',
      'register-targets',
      '--target-group-arn',
      group.arn,
      '--targets',
      ...ids.map((id) => `Id=${id}`),
    ),
  };
}

export const http503Earlier: Diagnosis = {
  code: 'http-503-earlier',
  severity: 'warning',
  title: '503 while there were no targets',
  reasoning: 'There are targets now, and 503s in the window: for a time there were none in use.',
  source: STATUSES_SOURCE,
  judge(observed, context) {
    const found = sums(observed, 'HTTPCode_ELB_503_Count');
    const groups = groupsInUse(observed);
    if (!found || found.HTTPCode_ELB_503_Count === 0 || groups.length === 0) return [];
    if (groups.some((group) => registered(group).length === 0)) return [];
    const errors = points(found.readings, 'HTTPCode_ELB_503_Count');
    return [
      {
        what: `${many(found.HTTPCode_ELB_503_Count, 'request')} got 503, although there are targets now.`,
        evidence: [
          ['HTTPCode_ELB_503_Count', found.HTTPCode_ELB_503_Count],
          ['first and last', spanOf(errors)],
          ...groups.map((group) => {
            const least = points(found.readings, 'HealthyHostCount', 'Minimum', group.fullName).map(
              ([, value]) => value,
            );
            return [
              `fewest healthy hosts of ${group.name}`,
              least.length === 0 ? 'no data' : Math.min(...least),
            ] as const;
          }),
        ],
        causes: [
          'A deployment took the last target out before a new one was in service.',
          'A listener rule forwarded to a target group that was empty then.',
          'All targets of an Availability Zone left at once.',
        ],
        steps: groups.map((group): Step => ({
          kind: 'confirm',
          words: `See when targets of ${group.name} came and went:`,
          command: metricStatistics(context, observed, group, {
            metric: 'HealthyHostCount',
            statistic: 'Minimum',
          }),
        })),
      },
    ];
  },
};

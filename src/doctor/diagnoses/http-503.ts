import { certain, inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ERRORS_SOURCE } from '../../alb/sources.ts';
import { many } from '../../common/numbers.ts';
import type { Context, Diagnosis, Evidence, Step } from '../diagnosis.ts';
import { sums } from '../evidence/metric-sums.ts';
import { ownerOf } from '../evidence/owner.ts';
import {
  groupsInUse,
  healthyTargets,
  roleOf,
  rulesInto,
  targetsOf,
  unusedGroups,
  weighed,
} from '../evidence/target-groups.ts';
import { ruleName } from '../evidence/rule-names.ts';
import { points, spanOf } from '../observations/metrics.ts';
import { observedValue, type Observations, type TargetGroup } from '../observations/observations.ts';
import { aws } from '../steps/commands.ts';
import { metricStatistics, showRules, showTargets } from '../steps/confirm.ts';

/** Targets that are registered and not draining. */
const registered = (group: TargetGroup) =>
  targetsOf(group).filter(({ state }) => state !== 'draining' && state !== 'unused');

const isEmpty = (group: TargetGroup): boolean =>
  observedValue(group.targets) !== undefined && registered(group).length === 0;

/** Groups without requests that have healthy targets and could replace an empty one. */
const replacements = (observed: Observations, empty: TargetGroup): readonly TargetGroup[] =>
  unusedGroups(observed).filter(
    (group) =>
      healthyTargets(group).length > 0 &&
      group.type === empty.type &&
      group.settings.get('ProtocolVersion') === empty.settings.get('ProtocolVersion'),
  );

const evidenceOf503 = (observed: Observations): Evidence[] => {
  const errors = sums(observed, 'HTTPCode_ELB_503_Count');
  return errors ? [['HTTPCode_ELB_503_Count', errors.HTTPCode_ELB_503_Count]] : [];
};

export const healthyGroupUnused: Diagnosis = {
  code: 'healthy-group-unused',
  severity: 'error',
  title: 'Requests go to an empty target group while another one is healthy and unused',
  reasoning:
    'A rule forwards to a group without targets, and no rule forwards to a group of the same kind that has healthy ones. This is what blue/green looks like when traffic is switched back without the servers: a stack update or rollback writes the rule as the template has it, and does not know which group is live.',
  source: ERRORS_SOURCE,
  basis: inferred('the rules, their weights and the health of the targets of both groups'),
  judge: (observed, context) =>
    groupsInUse(observed)
      .filter(isEmpty)
      .flatMap((empty) => {
        const others = replacements(observed, empty);
        if (others.length === 0) return [];
        const listeners = listenersInto(observed, empty);
        return [
          weighed(observed, empty, {
            what: `${empty.name} has no target in use, and ${others.map(({ name }) => name).join(', ')} has healthy targets and gets no requests.`,
            evidence: [
              ['requests go to', `${empty.name} (${rulesWords(observed, empty)})`],
              ...others.map((group): Evidence => [
                `healthy targets of ${group.name}`,
                healthyTargets(group).length,
              ]),
              ...evidenceOf503(observed),
            ],
            causes: [
              `An update or a rollback of a CloudFormation stack, or another tool, set the rule back to ${empty.name} after a blue/green deployment had switched it.`,
              `A deployment is between two steps: it has filled the new group, and switches the rule next.`,
            ],
            steps: [
              ...listeners.map((arn) =>
                showRules(context, arn, 'See where the rules and their weights lead now:'),
              ),
              {
                kind: 'confirm',
                words:
                  'If ECS runs the deployments, see whether one is in progress, and which of the two groups it considers live, before changing anything:',
                command: aws(
                  context,
                  'ecs',
                  'describe-services',
                  '--cluster',
                  'CLUSTER',
                  '--services',
                  'SERVICE',
                  '--query',
                  'services[].[deployments,loadBalancers,events[:5]]',
                ),
              },
              {
                kind: 'fix',
                words:
                  'Let whatever switches the groups do it again: a new deployment of the service, or a rollback of the deployment. A rule changed by hand gets overwritten.',
              },
            ],
          }),
        ];
      }),
};

const listenersInto = (observed: Observations, group: TargetGroup): string[] => [
  ...new Set(
    rulesInto(observed, group).flatMap(({ rule }) => (rule.listener === UNKNOWN ? [] : [rule.listener])),
  ),
];

const rulesWords = (observed: Observations, group: TargetGroup): string =>
  rulesInto(observed, group)
    .map(({ rule }) => ruleName(observed, rule))
    .join(', ');

export const noRegisteredTarget: Diagnosis = {
  code: 'no-registered-target',
  severity: 'error',
  title: 'A target group without a target',
  reasoning:
    'When a listener forwards to a target group that has no target, or none in use, the load balancer answers 503.',
  source: ERRORS_SOURCE,
  basis: certain('the health of the targets that ELB reports'),
  judge: (observed, context) =>
    groupsInUse(observed).flatMap((group) => {
      // Targets that are unused for a specific reason, and a group that another could replace, belong to other
      // diagnoses.
      const targets = targetsOf(group);
      if (
        !isEmpty(group) ||
        targets.some(({ reason = '' }) => /^Target\.(InvalidState|IpUnusable)$/.test(reason)) ||
        replacements(observed, group).length > 0
      )
        return [];
      return [
        weighed(observed, group, {
          what: `${group.name} has no target in use; requests forwarded to it get 503.`,
          evidence: [
            ['registered targets', targets.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none'],
            ['requests go to it by', rulesWords(observed, group) || 'not known'],
            ...evidenceOf503(observed),
          ],
          causes: [
            'The Auto Scaling group or the service that registers targets has none, or is not attached to this target group.',
            'Targets were deregistered by hand or by a failed deployment.',
            ...(targets.some(({ reason }) => reason === 'Target.NotInUse')
              ? ['The targets are in an Availability Zone that is not enabled for the load balancer.']
              : []),
          ],
          steps: [...register(group, observed, context), showTargets(context, group)],
        }),
      ];
    }),
};

/** Addresses are registered by a service; instances may be registered by hand. */
function register(group: TargetGroup, observed: Observations, context: Context): Step[] {
  const { stack } = observed;
  const fromStack = stack?.parameters.get('InstanceIds')?.match(/\bi-[0-9a-f]{8,17}\b/g) ?? [];
  const { instanceIds = [], ipAddresses = [] } = context.config?.target ?? {};
  const known = group.type === 'ip' ? ipAddresses : instanceIds.length > 0 ? instanceIds : fromStack;
  const owner = ownerOf(observed, group)?.kind ?? ownerOf(observed)?.kind;
  if (known.length === 0 && (group.type === 'ip' || owner === 'kubernetes' || owner === 'ecs-express'))
    return [
      {
        kind: 'fix',
        words:
          owner === 'kubernetes'
            ? 'Check the Pods of the Service and their readiness: the controller registers those that are ready.'
            : 'Check the service that registers the addresses, such as an ECS service: how many tasks it wants, how many run, and its events.',
      },
    ];
  const ids = known.length > 0 ? known : ['INSTANCE_ID'];
  return [
    {
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
    },
  ];
}

export const http503Earlier: Diagnosis = {
  code: 'http-503-earlier',
  severity: 'warning',
  title: '503 while there were no targets',
  reasoning: 'There are targets now, but 503s in the window show that for a time none was in use.',
  source: ERRORS_SOURCE,
  basis: inferred(
    'HTTPCode_ELB_503_Count, which CloudWatch counts for the load balancer and not for each group',
  ),
  judge(observed, context) {
    const found = sums(observed, 'HTTPCode_ELB_503_Count');
    const groups = groupsInUse(observed);
    if (!found || found.HTTPCode_ELB_503_Count === 0 || groups.length === 0) return [];
    if (groups.some((group) => roleOf(observed, group) === 'sockets' && registered(group).length === 0))
      return [];
    const errors = points(found.readings, 'HTTPCode_ELB_503_Count');
    const empty = groups.filter(isEmpty).map(({ name }) => name);
    return [
      {
        what: `${many(found.HTTPCode_ELB_503_Count, 'request')} got 503, although ${empty.length > 0 ? 'the groups that carry sockets have' : 'there are'} targets now.`,
        evidence: [
          ['HTTPCode_ELB_503_Count', found.HTTPCode_ELB_503_Count],
          ['first and last', spanOf(errors)],
          ...groups.map((group): Evidence => {
            const least = points(found.readings, 'HealthyHostCount', 'Minimum', group.fullName).map(
              ([, value]) => value,
            );
            return [
              `fewest healthy hosts of ${group.name}`,
              least.length === 0 ? 'no data' : Math.min(...least),
            ];
          }),
        ],
        causes: [
          ...(empty.length > 0
            ? [`Requests to ${empty.join(', ')}, which carries no sockets and has no target.`]
            : []),
          'A deployment took the last target out before a new one was in service.',
          'A listener rule forwarded to a target group that was empty at the time.',
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

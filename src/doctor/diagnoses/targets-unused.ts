// Targets that are registered but get no requests.
import { certain } from '../../alb/finding.ts';
import { forNumber } from '../../common/numbers.ts';
import { elbApi, userGuide } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import { takeOut } from '../steps/targets.ts';
import type { Context, Diagnosis } from '../diagnosis.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
import { descriptionsOf, forReason, listTargets } from '../evidence/target-health.ts';

const source = elbApi('TargetHealth');

export const targetStopped: Diagnosis = {
  code: 'target-stopped',
  severity: 'error',
  title: 'A registered target is stopped',
  reasoning: 'Target.InvalidState: the instance is stopped or terminated, and still registered.',
  source,
  basis: certain('the reason that ELB reports for each target'),
  judge: (observed, context) =>
    forReason(observed, ['Target.InvalidState'], (group, targets) => {
      const ids = [...new Set(targets.map(({ id }) => id))];
      const terminated = new Set(
        (observedValue(observed.instances) ?? []).flatMap(({ id, state }) =>
          state === 'terminated' ? [id] : [],
        ),
      );
      const startable = ids.filter((id) => !terminated.has(id));
      return {
        what: `${ids.join(', ')} of ${group.name} ${forNumber(ids.length, 'is', 'are')} stopped or terminated.`,
        evidence: [
          ['targets', listTargets(targets)],
          ['in the words of ELB', descriptionsOf(targets)],
        ],
        causes: [
          'The instance was stopped by hand, by a schedule, or by the failure of its host.',
          'It was replaced, and not deregistered.',
        ],
        steps: [
          ...(startable.length === 0
            ? []
            : [
                {
                  kind: 'fix' as const,
                  words: 'Start it:',
                  command: aws(context, 'ec2', 'start-instances', '--instance-ids', ...startable),
                },
              ]),
          ...takeOut(
            context,
            observed,
            group,
            ids,
            startable.length === 0
              ? 'A terminated instance does not come back, so deregister it:'
              : 'Or, if it is not going to come back, deregister it:',
          ),
        ],
      };
    }),
};

export const targetZone: Diagnosis = {
  code: 'target-zone',
  severity: 'warning',
  title: 'A target in an Availability Zone that is not enabled',
  reasoning:
    'Target.NotInUse although the target group is in use: the load balancer does not have the target’s zone enabled.',
  source: userGuide('load-balancer-subnets'),
  basis: certain('the reason that ELB reports for each target'),
  judge: (observed, context) =>
    forReason(observed, ['Target.NotInUse'], (group, targets) => ({
      what: `${listTargets(targets)} of ${group.name} ${forNumber(targets.length, 'gets', 'get')} no requests: ${forNumber(targets.length, 'its', 'their')} zone is not enabled.`,
      evidence: [
        ['targets', listTargets(targets)],
        ['zones of the load balancer', observed.loadBalancer.zones.join(', ')],
        ['in the words of ELB', descriptionsOf(targets)],
      ],
      causes: ['The target runs in a subnet of a zone in which the load balancer has none.'],
      steps: [
        {
          kind: 'confirm',
          words: 'See the zone of the targets:',
          command: aws(
            context,
            'ec2',
            'describe-instances',
            '--instance-ids',
            ...targets.map(({ id }) => id),
          ),
        },
        {
          kind: 'fix',
          words: 'Enable the zone; list all subnets, including the existing ones:',
          command: setSubnets(context, observed),
        },
      ],
    })),
};

const setSubnets = (context: Context, { loadBalancer }: Observations): string =>
  aws(
    context,
    'elbv2',
    'set-subnets',
    '--load-balancer-arn',
    loadBalancer.arn,
    '--subnets',
    'SUBNET_ID_1',
    'SUBNET_ID_2',
    'SUBNET_ID_3',
  );

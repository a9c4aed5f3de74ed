// How ECS replaces tasks: strategy, waits, rollback, and what it needs to shift traffic.
import { ECS_PRINCIPAL, INFRASTRUCTURE_POLICY } from '../../../alb/ecs-deployments.ts';
import { shiftMinutes, shiftOf, shiftSteps, strategyName } from '../../../config/deployment.ts';
import { forwardingListeners } from '../../../config/routing.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { rollbackAlarms } from '../../../monitoring/rollback-alarms.ts';
import { getAtt, ref, sub } from '../../intrinsics.ts';
import { ID, PARTITION, ruleId } from '../../names.ts';
import { tags } from '../../tags.ts';
import type { Section } from '../../types.ts';

/** The role that ECS uses to register tasks and change weights; none for rolling deployments. */
export const infrastructureRole = (config: Config): Section[] =>
  shiftOf(config) === undefined
    ? []
    : [
        {
          title: 'Role for shifting traffic',
          why: [
            'ECS uses it to register tasks in both groups and to change the weights of the rule between them.',
          ],
          resources: {
            [ID.infrastructureRole]: {
              Type: 'AWS::IAM::Role',
              Properties: {
                AssumeRolePolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [
                    { Effect: 'Allow', Principal: { Service: ECS_PRINCIPAL }, Action: 'sts:AssumeRole' },
                  ],
                },
                ManagedPolicyArns: [sub`arn:${PARTITION}:iam::aws:policy/${INFRASTRUCTURE_POLICY}`],
                Tags: tags(config, 'infrastructure-role'),
              },
            },
          },
        },
      ];

/** What ECS needs besides the target group to shift traffic. */
export function advancedConfiguration(config: Config): Record<string, unknown> {
  const [listener] = forwardingListeners(config);
  const shift = shiftOf(config);
  if (!shift || !listener) return {};
  return {
    AdvancedConfiguration: {
      AlternateTargetGroupArn: ref(ID.alternateTargetGroup),
      ProductionListenerRule: ref(ruleId(undefined, listener.protocol)),
      ...(shift.testListener && { TestListenerRule: ref(ID.testRule) }),
      RoleArn: getAtt(ID.infrastructureRole, 'Arn'),
    },
  };
}

/** DeploymentConfiguration of the service. */
export function deploymentConfiguration(service: Service, config: Config): Record<string, unknown> {
  const alarms = rollbackAlarms(config);
  const { deployment } = service;
  const isRolling = deployment.strategy === 'rolling';
  return {
    Strategy: strategyName(deployment),
    ...(!isRolling && { BakeTimeInMinutes: deployment.bakeMinutes }),
    ...(deployment.strategy === 'canary' && {
      CanaryConfiguration: {
        CanaryPercent: deployment.percent,
        CanaryBakeTimeInMinutes: deployment.stepMinutes,
      },
    }),
    ...(deployment.strategy === 'linear' && {
      LinearConfiguration: { StepPercent: deployment.percent, StepBakeTimeInMinutes: deployment.stepMinutes },
    }),
    MinimumHealthyPercent: service.minimumHealthyPercent,
    MaximumPercent: service.maximumPercent,
    // ECS has it only for rolling deployments.
    ...(isRolling && { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }),
    ...(alarms.length > 0 && {
      Alarms: {
        AlarmNames: alarms.map(({ logicalId }) => ref(logicalId)),
        Enable: true,
        Rollback: true,
      },
    }),
  };
}

/** What a deployment that shifts traffic does to the sockets. */
export function shiftWhy({ deployment }: Service, config: Config): string[] {
  const minutes = shiftMinutes(deployment);
  return [
    `A deployment starts all new tasks in the idle group. Then ECS moves the weights${
      shiftSteps(deployment) === 1
        ? ''
        : `, ${deployment.percent} % ${deployment.strategy === 'canary' ? 'first' : 'at a time'} with ${deployment.stepMinutes} min between`
    }: that moves new sockets, never open ones.`,
    `All old tasks are deregistered together ${minutes} min after the first shift; their remaining sockets then have ${config.target.deregistrationDelay} s.`,
    'No circuit breaker: ECS has it only for rolling deployments. Alarms roll a deployment back. Zone rebalancing would stop healthy tasks, with their sockets.',
  ];
}

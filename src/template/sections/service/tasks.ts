import { FARGATE_MAX_OPEN_FILES, IMAGE } from '../../../alb/ecs-fargate.ts';
import { shiftsTraffic } from '../../../config/deployment.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { TARGET_GROUPS_VARIABLE } from '../../../config/service.ts';
import { deploymentSummary } from '../../../rollout/summary.ts';
import { getAtt, ref, sub } from '../../intrinsics.ts';
import { ID, PARAMETER, REGION } from '../../names.ts';
import { tags } from '../../tags.ts';
import type { Section, Value } from '../../types.ts';

/** The only container in a task. */
export const CONTAINER = 'server';
/** Log buffer while CloudWatch Logs is slow. When it is full, lines are dropped instead of blocking the server. */
const LOG_BUFFER = '25m';

/** The ports the server listens on: for sockets, and for the health check if that has its own. */
export const containerPorts = ({ target, healthCheck }: Config): number[] => [
  ...new Set([target.port, healthCheck.port === 'traffic-port' ? target.port : healthCheck.port]),
];

/** The servers' log group and the task definition. */
export function tasks(service: Service, config: Config): Section {
  return {
    title: 'Tasks',
    why: [
      `ECS stops a task in this order: deregister it, wait ${config.target.deregistrationDelay} s (target.deregistrationDelay), SIGTERM, SIGKILL.`,
      `So sockets must be closed within the delay, for which the server asks whether its target is draining; after SIGTERM there are ${service.stopTimeout} s for what is left.`,
      'Each socket is an open file: the limit is the highest that Fargate allows. Logging never blocks the server.',
      ...rolloutWhy(config),
      'The health check of the load balancer decides; one in the container would need a program that not every image has.',
    ],
    ...(service.image === undefined && {
      parameters: {
        [PARAMETER.image]: {
          Type: 'String',
          Description: `Image of the WebSocket server, for ${service.architecture}; it must be in its registry before the deployment`,
          AllowedPattern: IMAGE.pattern.source,
          ConstraintDescription: IMAGE.words,
        },
      },
    }),
    resources: {
      [ID.serviceLogGroup]: {
        Type: 'AWS::Logs::LogGroup',
        DeletionPolicy: 'Delete',
        UpdateReplacePolicy: 'Delete',
        Properties: { RetentionInDays: service.logRetentionDays, Tags: tags(config, 'service') },
      },
      [ID.taskDefinition]: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          RequiresCompatibilities: ['FARGATE'],
          NetworkMode: 'awsvpc',
          Cpu: String(service.cpu),
          Memory: String(service.memory),
          RuntimePlatform: {
            CpuArchitecture: service.architecture,
            OperatingSystemFamily: 'LINUX',
          },
          ExecutionRoleArn: getAtt(ID.executionRole, 'Arn'),
          TaskRoleArn: getAtt(ID.taskRole, 'Arn'),
          ContainerDefinitions: [container(service, config)],
          Tags: tags(config, 'service'),
        },
      },
    },
    outputs: {
      ServiceLogGroupName: { Description: 'Log group of the servers', Value: ref(ID.serviceLogGroup) },
    },
  };
}

/** What a deployment does to this config's sockets, if it says how many there are. */
function rolloutWhy(config: Config): string[] {
  const summary = deploymentSummary(config);
  return summary === undefined ? [] : [`A deployment of ${summary}. \`websocket-alb rollout\` says more.`];
}

/** A task is in one of the groups and cannot know which, so it checks all. */
const targetGroupArns = (config: Config): Value =>
  shiftsTraffic(config) ? sub`${ref(ID.targetGroup)},${ref(ID.alternateTargetGroup)}` : ref(ID.targetGroup);

function container(service: Service, config: Config): Record<string, unknown> {
  const { environment, secrets, command } = service;
  return {
    Name: CONTAINER,
    Image: service.image ?? ref(PARAMETER.image),
    Essential: true,
    ...(command !== undefined && { Command: command }),
    PortMappings: containerPorts(config).map((ContainerPort) => ({ ContainerPort, Protocol: 'tcp' })),
    Environment: [
      { Name: TARGET_GROUPS_VARIABLE, Value: targetGroupArns(config) },
      ...Object.entries(environment).map(([Name, Value]) => ({ Name, Value })),
    ],
    ...(Object.keys(secrets).length > 0 && {
      Secrets: Object.entries(secrets).map(([Name, ValueFrom]) => ({ Name, ValueFrom })),
    }),
    StopTimeout: service.stopTimeout,
    // Passes SIGTERM on to a server that is not the container's first process.
    LinuxParameters: { InitProcessEnabled: true },
    Ulimits: [{ Name: 'nofile', SoftLimit: FARGATE_MAX_OPEN_FILES, HardLimit: FARGATE_MAX_OPEN_FILES }],
    LogConfiguration: {
      LogDriver: 'awslogs',
      Options: {
        'awslogs-group': ref(ID.serviceLogGroup),
        'awslogs-region': REGION,
        'awslogs-stream-prefix': CONTAINER,
        mode: 'non-blocking',
        'max-buffer-size': LOG_BUFFER,
      },
    },
  };
}

import { ecrRepository, secretSource } from '../../../alb/ecs-secrets.ts';
import { applicationNamespace } from '../../../config/derived.ts';
import type { Config, Service } from '../../../config/schema/index.ts';
import { getAtt, sub } from '../../intrinsics.ts';
import { ACCOUNT, ID, PARTITION, REGION } from '../../names.ts';
import { tags } from '../../tags.ts';
import type { Resource, Section, Value } from '../../types.ts';
import { clusterRef } from './service.ts';

/** A policy statement. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: Value | readonly Value[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** The principal that may assume the tasks' roles. */
export const TASKS_PRINCIPAL = 'ecs-tasks.amazonaws.com';

/** The name of each role's only policy. */
export const POLICY_NAME = { execution: 'StartTasks', task: 'Server' } as const;

/** Permissions that ECS needs to fetch the image and secrets and to write the log. */
export function executionStatements({ image, secrets }: Service): Statement[] {
  const repository = image === undefined ? undefined : ecrRepository(image);
  const statements: Statement[] = [];
  if (image === undefined || repository !== undefined)
    statements.push(
      allow('RegistryToken', ['ecr:GetAuthorizationToken'], '*'),
      allow(
        'PullImage',
        ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        repository === undefined
          ? sub`arn:${PARTITION}:ecr:*:*:repository/*`
          : sub`arn:${PARTITION}:ecr:${repository.region}:${repository.account}:repository/${repository.name}`,
      ),
    );
  statements.push(
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt(ID.serviceLogGroup, 'Arn')),
  );
  const sources = Object.values(secrets).map(secretSource);
  for (const [sid, action] of [
    ['ReadSecrets', 'secretsmanager:GetSecretValue'],
    ['ReadParameters', 'ssm:GetParameters'],
  ] as const) {
    const resources = sources.filter((source) => source.action === action).map(({ resource }) => resource);
    if (resources.length > 0) statements.push(allow(sid, [action], [...new Set(resources)]));
  }
  return statements;
}

/** Permissions that the server itself needs. */
export function taskStatements(service: Service, config: Config): Statement[] {
  const { exec, taskProtection } = service;
  return [
    allow('WatchTarget', ['elasticloadbalancing:DescribeTargetHealth'], '*'),
    ...(config.metrics === false
      ? []
      : [
          allow('PublishMetrics', ['cloudwatch:PutMetricData'], '*', {
            StringEquals: { 'cloudwatch:namespace': applicationNamespace(config) },
          }),
        ]),
    ...(taskProtection === false
      ? []
      : [
          allow(
            'ProtectTask',
            ['ecs:UpdateTaskProtection'],
            sub`arn:${PARTITION}:ecs:${REGION}:${ACCOUNT}:task/${clusterRef(service)}/*`,
          ),
        ]),
    ...(exec
      ? [
          allow(
            'Exec',
            ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
              (action) => `ssmmessages:${action}`,
            ),
            '*',
          ),
        ]
      : []),
  ];
}

const allow = (
  Sid: string,
  Action: readonly string[],
  on: Statement['Resource'],
  condition?: Statement['Condition'],
): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource: on,
  ...(condition && { Condition: condition }),
});

/**
 * Only tasks of this account: ECS uses the same principal for everyone. Source: ECS developer guide, task-iam-roles.
 */
export const TRUST_CONDITION = {
  ArnLike: { 'aws:SourceArn': sub`arn:${PARTITION}:ecs:${REGION}:${ACCOUNT}:*` },
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
} as const;

/** The role that ECS uses to start tasks, and the role of the server in them. */
export function roles(service: Service, config: Config): Section {
  return {
    title: 'Roles of the tasks',
    why: [
      'The execution role is for ECS, which starts the tasks; the task role is what the server itself may do.',
      ...wildcardReasons(service, config),
      'To let the server do more, attach policies to the task role: see the output TaskRoleArn.',
    ],
    resources: {
      [ID.executionRole]: role(config, 'execution', executionStatements(service)),
      [ID.taskRole]: role(config, 'task', taskStatements(service, config)),
    },
    outputs: {
      TaskRoleArn: {
        Description: 'ARN of the role of the server; attach policies for what it calls',
        Value: getAtt(ID.taskRole, 'Arn'),
      },
    },
  };
}

/** Why statements have wildcard resources. */
function wildcardReasons(service: Service, config: Config): string[] {
  const reasons: string[] = [];
  if (service.image === undefined)
    reasons.push(
      'Images: the repository is known only at deployment, so any that allows this account. Set service.image to limit it to one.',
    );
  if (executionStatements(service).some(({ Action }) => Action.includes('ecr:GetAuthorizationToken')))
    reasons.push('ecr:GetAuthorizationToken has no resource types: AWS allows only *.');
  reasons.push(
    'elasticloadbalancing:DescribeTargetHealth has no resource types: the server asks whether its own target is draining.',
  );
  if (config.metrics !== false)
    reasons.push('cloudwatch:PutMetricData has no resource types: the condition limits it to one namespace.');
  if (service.taskProtection !== false)
    reasons.push('ecs:UpdateTaskProtection: task IDs are not known in advance, but the cluster is.');
  if (service.exec) reasons.push('ssmmessages has no resource types: the channels of ECS Exec have no ARN.');
  return reasons;
}

function role(config: Config, kind: 'execution' | 'task', statements: readonly Statement[]): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: TASKS_PRINCIPAL },
            Action: 'sts:AssumeRole',
            ...(kind === 'task' && { Condition: TRUST_CONDITION }),
          },
        ],
      },
      ...(statements.length > 0 && {
        Policies: [
          {
            PolicyName: POLICY_NAME[kind],
            PolicyDocument: { Version: '2012-10-17', Statement: statements },
          },
        ],
      }),
      Tags: tags(config, `${kind}-role`),
    },
  };
}

// Diagnoses of ECS services.
import type { Observations } from '../../../src/doctor/observations/observations.ts';
import type { EcsService, StoppedTask } from '../../../src/doctor/observations/services.ts';
import { groupOf, healthy, NOW } from '../helpers/observed.ts';
import type { Case } from './case.ts';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service/chat/sockets';
const minutesAgo = (minutes: number): string =>
  new Date(NOW.getTime() - minutes * 60_000).toISOString().replace('.000Z', 'Z');

const DEPLOYMENT = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  rollout: 'COMPLETED',
  reason: 'ECS deployment ecs-svc/2 completed.',
  failedTasks: 0,
  created: NOW.getTime() - 3_600_000,
} as const;

const withService = (changed: Partial<EcsService>): Observations => ({
  ...healthy(),
  services: {
    value: [
      {
        arn: ARN,
        name: 'sockets',
        cluster: 'chat',
        desired: 2,
        running: 2,
        targetGroups: [groupOf(healthy()).arn],
        deployments: [DEPLOYMENT],
        events: [{ at: minutesAgo(50), message: '(service sockets) has reached a steady state.' }],
        stopped: { value: [] },
        ...changed,
      },
    ],
  },
});

const stopped = (task: Partial<StoppedTask>, exitCode?: number, reason?: string): Observations =>
  withService({
    stopped: {
      value: [
        {
          arn: 'arn:aws:ecs:eu-west-1:123456789012:task/chat/1',
          code: 'EssentialContainerExited',
          reason: 'Essential container in task exited',
          at: minutesAgo(10),
          containers: [{ name: 'server', exitCode, reason }],
          ...task,
        },
      ],
    },
  });
const scaledIn = {
  code: 'ServiceSchedulerInitiated',
  reason: 'Scaling activity initiated by (deployment ecs-svc/2)',
};

export const ABOUT_SERVICES: readonly Case[] = [
  {
    code: 'service-tasks-missing',
    hit: { name: 'none runs', observed: withService({ running: 0 }) },
    miss: {
      name: 'a deployment that has just begun',
      observed: withService({
        running: 1,
        deployments: [{ ...DEPLOYMENT, rollout: 'IN_PROGRESS', created: NOW.getTime() - 120_000 }],
      }),
    },
    evidence: ['tasks wanted: 2', 'tasks running: 0'],
    command: 'aws ecs describe-services --cluster chat --services sockets --region eu-west-1',
  },
  {
    code: 'service-tasks-missing',
    hit: {
      name: 'a young deployment whose tasks fail',
      observed: withService({
        running: 1,
        deployments: [
          { ...DEPLOYMENT, rollout: 'IN_PROGRESS', created: NOW.getTime() - 120_000, failedTasks: 2 },
        ],
      }),
    },
    miss: { name: 'scaled to none', observed: withService({ desired: 0, running: 0 }) },
    evidence: ['tasks running: 1'],
    command: 'aws ecs describe-services',
  },
  {
    code: 'service-deployment-failed',
    hit: {
      name: 'rolled back',
      observed: withService({
        deployments: [
          {
            ...DEPLOYMENT,
            reason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
          },
        ],
      }),
    },
    miss: { name: 'completed', observed: withService({}) },
    evidence: ['reason: ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.'],
    command: 'aws ecs describe-services',
    cause: 'did not become healthy',
  },
  {
    code: 'service-deployment-failed',
    hit: {
      name: 'failed by an alarm',
      observed: withService({
        deployments: [
          {
            ...DEPLOYMENT,
            rollout: 'FAILED',
            reason: 'ECS deployment failed: alarm detected.',
            failedTasks: 0,
          },
        ],
      }),
    },
    miss: {
      name: 'under way',
      observed: withService({ deployments: [{ ...DEPLOYMENT, rollout: 'IN_PROGRESS' }] }),
    },
    evidence: ['state: FAILED'],
    command: 'aws ecs describe-services',
    cause: 'An alarm',
  },
  {
    code: 'service-unable',
    hit: {
      name: 'no place for a task since it was steady',
      observed: withService({
        events: [
          {
            at: minutesAgo(5),
            message:
              '(service sockets) was unable to place a task. Reason: No Container Instances were found in your cluster.',
          },
          { at: minutesAgo(50), message: '(service sockets) has reached a steady state.' },
        ],
      }),
    },
    miss: {
      name: 'steady since then',
      observed: withService({
        events: [
          { at: minutesAgo(5), message: '(service sockets) has reached a steady state.' },
          { at: minutesAgo(9), message: '(service sockets) was unable to place a task. Reason: x.' },
        ],
      }),
    },
    evidence: ['events of this kind: 1'],
    command: 'aws ecs describe-services',
  },
  {
    code: 'service-task-not-started',
    hit: {
      name: 'an image that is not there',
      observed: stopped({
        code: 'TaskFailedToStart',
        reason: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found',
      }),
    },
    miss: { name: 'scaled in', observed: stopped(scaledIn, 0) },
    evidence: ['stopped tasks: 1'],
    command: 'arn:aws:ecs:eu-west-1:123456789012:task/chat/1',
    cause: 'The image does not exist',
  },
  {
    code: 'service-task-not-started',
    hit: {
      name: 'a secret that may not be read',
      observed: stopped({
        code: 'TaskFailedToStart',
        reason: 'ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException',
      }),
    },
    miss: { name: 'a server that fails', observed: stopped({}, 1) },
    evidence: ['stopped tasks: 1'],
    command: 'aws ecs describe-tasks',
    cause: 'a secret',
  },
  {
    code: 'service-out-of-memory',
    hit: {
      name: 'killed for want of memory',
      observed: stopped({}, 137, 'OutOfMemoryError: Container killed due to memory usage'),
    },
    miss: { name: 'killed, without that reason', observed: stopped({}, 137) },
    evidence: ['exit code of server: 137'],
    command: 'service.memory',
  },
  {
    code: 'service-task-exits',
    hit: { name: 'a server that fails', observed: stopped({}, 1) },
    miss: { name: 'stopped by ECS', observed: stopped(scaledIn, 1) },
    evidence: ['exit code of server: 1'],
    command: 'aws ecs describe-tasks',
    cause: 'its log',
  },
  {
    code: 'service-task-exits',
    hit: { name: 'killed, nobody says why', observed: stopped({}, 137) },
    miss: { name: 'two hours ago', observed: stopped({ at: minutesAgo(120) }, 1) },
    evidence: ['exit code of server: 137'],
    command: 'aws ecs describe-tasks',
    cause: 'memory',
  },
  {
    code: 'service-health-checks',
    hit: {
      name: 'replaced',
      observed: stopped(
        {
          code: 'ServiceSchedulerInitiated',
          reason: 'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:x)',
        },
        0,
      ),
    },
    miss: { name: 'scaled in', observed: stopped(scaledIn, 0) },
    evidence: ['stopped tasks: 1'],
    command: 'service.healthCheckGracePeriod',
  },
  {
    code: 'service-task-killed',
    hit: { name: 'after the stop timeout', observed: stopped(scaledIn, 137) },
    miss: { name: 'a server that ended', observed: stopped(scaledIn, 0) },
    evidence: ['exit code of server: 137'],
    command: 'service.stopTimeout',
  },
  {
    code: 'service-tasks-missing',
    hit: {
      name: 'scaling out, and a new task has failed',
      observed: withService({
        desired: 4,
        events: [{ at: minutesAgo(1), message: '(service sockets) has started 2 tasks: (task a) (task b).' }],
        stopped: {
          value: [
            {
              arn: 'arn:aws:ecs:eu-west-1:123456789012:task/chat/1',
              code: 'EssentialContainerExited',
              reason: 'Essential container in task exited',
              at: minutesAgo(1),
              containers: [{ name: 'server', exitCode: 1, reason: undefined }],
            },
          ],
        },
      }),
    },
    miss: {
      name: 'scaling out a minute ago',
      observed: withService({
        desired: 4,
        events: [{ at: minutesAgo(1), message: '(service sockets) has started 2 tasks: (task a) (task b).' }],
      }),
    },
    evidence: ['tasks wanted: 4', 'tasks running: 2'],
    command: 'aws ecs describe-services',
  },
  {
    code: 'service-deployment-failed',
    hit: {
      name: 'the newest one, beside the version before',
      observed: withService({
        deployments: [
          { ...DEPLOYMENT, rollout: 'FAILED', reason: 'tasks failed to start.', failedTasks: 3 },
          { ...DEPLOYMENT, id: 'ecs-svc/1', status: 'ACTIVE' },
        ],
      }),
    },
    miss: {
      name: 'another deployment has begun since',
      observed: withService({
        deployments: [
          { ...DEPLOYMENT, rollout: 'IN_PROGRESS', reason: 'ECS deployment ecs-svc/2 in progress.' },
          { ...DEPLOYMENT, id: 'ecs-svc/1', status: 'ACTIVE', rollout: 'FAILED', failedTasks: 3 },
        ],
      }),
    },
    evidence: ['failed tasks: 3'],
    command: 'aws ecs describe-services',
  },
  {
    code: 'service-task-exits',
    hit: { name: 'a server that ends well, though nobody asked', observed: stopped({}, 0) },
    miss: {
      name: 'the host goes away',
      observed: stopped({ code: 'TerminationNotice', reason: 'Your host is being retired' }, 0),
    },
    evidence: ['exit code of server: 0'],
    command: 'aws ecs describe-tasks',
  },
  {
    code: 'service-task-not-started',
    hit: {
      name: 'a command that is not there: no word of logs or secrets',
      observed: stopped({
        code: 'TaskFailedToStart',
        reason: 'CannotStartContainerError: exec: "/opt/catalog": stat: no such file',
      }),
    },
    miss: { name: 'its host was retired', observed: stopped({ code: 'InfrastructureHealth' }, 1) },
    evidence: ['stopped tasks: 1'],
    command: 'aws ecs describe-tasks',
    cause: 'see the reason',
  },
  {
    code: 'service-task-not-started',
    hit: {
      name: 'no way to the registry, of a task without secrets',
      observed: stopped({
        code: 'TaskFailedToStart',
        reason:
          'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: i/o timeout',
      }),
    },
    miss: { name: 'a server that fails at once', observed: stopped({}, 1) },
    evidence: ['stopped tasks: 1'],
    command: 'aws ecs describe-tasks',
    cause: 'registry',
  },
  {
    code: 'service-task-killed',
    hit: {
      name: 'a container beside the server, which is named',
      observed: stopped({
        ...scaledIn,
        containers: [
          { name: 'server', exitCode: 0, reason: undefined },
          { name: 'envoy', exitCode: 137, reason: undefined },
        ],
      }),
    },
    miss: {
      name: 'out of memory',
      observed: stopped(scaledIn, 137, 'OutOfMemoryError: Container killed due to memory usage'),
    },
    evidence: ['exit code of envoy: 137'],
    command: 'service.stopTimeout',
    cause: 'envoy',
  },
];

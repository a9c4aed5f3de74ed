// The servers themselves: an ECS service on Fargate.
import * as z from 'zod/mini';
import {
  CLUSTER,
  CPU_ARCHITECTURE,
  FARGATE_CPU,
  FARGATE_MEMORY_RANGE,
  GRACE_PERIOD,
  IMAGE,
  LOG_RETENTION_DAYS,
  MAX_SERVICE_SUBNETS,
  MAX_TASKS,
  MAXIMUM_PERCENT,
  MINIMUM_HEALTHY_PERCENT,
  STOP_TIMEOUT,
  VARIABLE_NAME,
} from '../../alb/ecs-fargate.ts';
import { SECRET_ARN } from '../../alb/ecs-secrets.ts';
import { describe, feature, fieldInfo, optional, strings, value } from '../fields.ts';
import { deployment } from './deployment.ts';
import { SUBNET_ID } from './names.ts';

/** One of several numbers. */
const oneOf = <const N extends number>(
  numbers: readonly N[],
  fallback: N,
  unit: string,
  description: string,
) =>
  describe(z._default(z.literal([...numbers]), fallback as never), description, {
    allowed: `one of ${numbers.join(', ')} ${unit}`,
  });

const count = (min: number) => z.int().check(z.minimum(min), z.maximum(MAX_TASKS));
const bound = (description: string) => describe(count(1), description, { allowed: `1–${MAX_TASKS} tasks` });

const tasks = describe(
  z._default(
    z.union([
      count(0),
      z.strictObject({
        min: bound('Tasks that always run. Use two or more, so that losing a zone does not take them all.'),
        max: bound('The most tasks that may run.'),
      }),
    ]),
    2,
  ),
  'How many tasks run: a number, or between which numbers they are scaled.',
  { allowed: `0–${MAX_TASKS}, or a group of keys: min, max` },
);

const variableName = z.string().check(z.regex(VARIABLE_NAME.pattern));

/**
 * Texts that reach the container unchanged: CloudFormation would replace a dynamic reference, and linters report `${…}`
 * outside of Fn::Sub as a mistake.
 */
const isPlainText = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex
  !text.includes('{{resolve:') && !text.includes('${') && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text);
const PLAIN_TEXT = 'a text of at most 4096 characters, without control characters, ${ and {{resolve:';
const plainText = z.string().check(z.maxLength(4096), z.refine(isPlainText));
fieldInfo.add(plainText, { allowed: PLAIN_TEXT });
const secretArn = z.string().check(z.regex(SECRET_ARN.pattern));
fieldInfo.add(secretArn, { allowed: SECRET_ARN.words, isSecret: true });

export const service = feature(
  'The WebSocket servers on Amazon ECS and Fargate, behind this load balancer. Without it, servers are run and registered elsewhere.',
  false,
  {
    image: optional(
      IMAGE,
      'The image of the server. Without it the parameter Image must be given at deployment.',
    ),
    cpu: oneOf(FARGATE_CPU, 512, 'units', 'CPU per task: 1024 units are one vCPU.'),
    memory: optional(
      FARGATE_MEMORY_RANGE,
      'Memory per task in MiB. Which sizes are allowed depends on service.cpu. When not set, twice service.cpu.',
    ),
    architecture: value(
      CPU_ARCHITECTURE,
      'X86_64',
      'What the image is built for. ARM64 costs less; an image for the other architecture does not start.',
    ),
    tasks,
    socketsPerTask: optional(
      { kind: 'integer', min: 1, max: 1_000_000, unit: 'sockets' },
      'Open sockets per task that scaling aims for, between service.tasks min and max. Use half to two thirds of what a task can hold: open sockets do not move to new tasks.',
    ),
    cpuPercent: optional(
      { kind: 'integer', min: 10, max: 90, unit: 'percent' },
      'Scale on the tasks’ CPU too: out when either policy asks for it, in only when both agree.',
    ),
    subnetIds: describe(
      z.optional(strings(SUBNET_ID, { max: MAX_SERVICE_SUBNETS })),
      'Where the tasks run, in the load balancer’s zones: private subnets with a route to the internet, or public ones with assignPublicIp. When not set, the created subnets with network.create, otherwise the parameter ServiceSubnetIds.',
      { allowed: `a list of 1–${MAX_SERVICE_SUBNETS}, each once: ${SUBNET_ID.words}` },
    ),
    assignPublicIp: value(
      { kind: 'boolean' },
      false,
      'Public addresses for the tasks, in public subnets, so they need no NAT gateway.',
    ),
    environment: describe(
      z._default(z.record(variableName, plainText), () => ({})),
      'Environment variables of the container. They can be read in the template and the console: put secrets into service.secrets.',
      { allowed: `a map; keys: ${VARIABLE_NAME.words}; values: ${PLAIN_TEXT}` },
    ),
    secrets: describe(
      z._default(z.record(variableName, secretArn), () => ({})),
      'Environment variables that ECS reads from Secrets Manager or Systems Manager when a task starts. A changed secret needs a new deployment.',
      { allowed: `a map; keys: ${VARIABLE_NAME.words}; values: ${SECRET_ARN.words}` },
    ),
    command: describe(
      z.optional(z.array(plainText).check(z.minLength(1), z.maxLength(50))),
      'What the container runs instead of its image’s command.',
      { allowed: `a list of 1–50: ${PLAIN_TEXT}` },
    ),
    stopTimeout: value(
      STOP_TIMEOUT,
      120,
      'Seconds between SIGTERM and the kill. ECS sends SIGTERM after target.deregistrationDelay, when the load balancer has already cut the sockets.',
    ),
    healthCheckGracePeriod: optional(
      GRACE_PERIOD,
      'Seconds after a task starts during which ECS ignores failed health checks. When not set, 60, or the time that healthCheck.healthyThreshold checks take if that is longer.',
    ),
    minimumHealthyPercent: value(
      MINIMUM_HEALTHY_PERCENT,
      100,
      'Share of the tasks that keep running during a rolling deployment. Below 100, sockets are cut before new tasks run.',
    ),
    maximumPercent: value(
      MAXIMUM_PERCENT,
      200,
      'Share of the tasks that may run during a rolling deployment. With 200 all tasks are replaced at once; less makes several smaller batches of reconnects, each of which waits for target.deregistrationDelay.',
    ),
    maxSocketAge: value(
      { kind: 'integer', min: 60, max: 604_800, unit: 'seconds', also: [0] },
      0,
      'Age in seconds at which the generated server closes every socket, or up to a fifth earlier; 0: never. If it is no longer than target.deregistrationDelay, it empties a task that is taken out, without needing a permission.',
    ),
    taskProtection: feature(
      'Let the generated server protect its task from scale-in, deployments and zone rebalancing while it has many sockets, never while it drains. The protection lasts at most an hour without a pause, and a deployment may wait that long.',
      false,
      {
        moreThan: value(
          { kind: 'integer', min: 0, max: 1_000_000, unit: 'sockets' },
          0,
          'A task with this many open sockets or fewer is not protected.',
        ),
      },
    ),
    zoneRebalancing: value(
      { kind: 'boolean' },
      false,
      'Let ECS even out the tasks among the zones. To do so it stops healthy tasks, with their sockets.',
    ),
    deployment,
    rollbackOnAlarms: value(
      { kind: 'boolean' },
      true,
      'Let ECS roll back to the previous version when an alarm shows that the new one fails: noHealthyTargets, target5xx, and without routes loadBalancer5xx. With the strategy rolling, a deployment whose tasks do not start is rolled back in any case.',
    ),
    exec: value(
      { kind: 'boolean' },
      false,
      'ECS Exec: a shell into a running task, for everybody with the permission ecs:ExecuteCommand.',
    ),
    logRetentionDays: oneOf(
      LOG_RETENTION_DAYS,
      30,
      'days',
      'How long the servers’ logs are kept in CloudWatch.',
    ),
    cluster: optional(CLUSTER, 'An existing cluster. Without it one is created.'),
  },
);

// What Amazon ECS accepts for a service on Fargate: task sizes, timeouts, and the names that a template sets.
import { FARGATE_MAX_STOP_TIMEOUT } from './target-platforms.ts';
import type { IntegerSpec, StringSpec } from './values.ts';

const GIB = 1024;
const steps = (min: number, max: number, step: number): readonly number[] =>
  Array.from({ length: (max - min) / step + 1 }, (_, index) => (min + index * step) * GIB);

/**
 * CPU units of a task and the memory sizes, in MiB, that each allows. Source: ECS developer guide,
 * fargate-tasks-services. The last two need platform version 1.4.0, which is the latest.
 */
export const FARGATE_MEMORY: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [GIB / 2, GIB, 2 * GIB]],
  [512, steps(1, 4, 1)],
  [1024, steps(2, 8, 1)],
  [2048, steps(4, 16, 1)],
  [4096, steps(8, 30, 1)],
  [8192, steps(16, 60, 4)],
  [16384, steps(32, 120, 8)],
]);

export const FARGATE_CPU = [256, 512, 1024, 2048, 4096, 8192, 16384] as const;

/** MiB: the smallest and the largest memory size over all CPU sizes. */
export const FARGATE_MEMORY_RANGE: IntegerSpec = {
  kind: 'integer',
  min: GIB / 2,
  max: 120 * GIB,
  unit: 'MiB',
};

/**
 * The memory sizes allowed for a CPU size, as text: "1024, 2048, 3072 or 4096 MiB", "8192–30720 MiB in steps of 1024".
 */
export function memoryWords(cpu: number): string {
  const sizes = FARGATE_MEMORY.get(cpu) ?? [];
  if (sizes.length <= 4) return `${sizes.slice(0, -1).join(', ')} or ${sizes.at(-1)} MiB`;
  return `${sizes[0]}–${sizes.at(-1)} MiB in steps of ${(sizes[1] ?? 0) - (sizes[0] ?? 0)}`;
}

export const CPU_ARCHITECTURE = { kind: 'enum', values: ['X86_64', 'ARM64'] } as const;

/**
 * Maximum number of open files per container; each socket is one. Source: ECS developer guide, fargate-tasks-services.
 */
export const FARGATE_MAX_OPEN_FILES = 1_048_576;

/** Time between SIGTERM and SIGKILL on Fargate; 30 if not set. Source: ECS API reference, ContainerDefinition. */
export const STOP_TIMEOUT = {
  kind: 'integer',
  min: 2,
  max: FARGATE_MAX_STOP_TIMEOUT,
  unit: 'seconds',
} as const satisfies IntegerSpec;

/** 0 if not set. Source: ECS API reference, CreateService. */
export const GRACE_PERIOD = {
  kind: 'integer',
  min: 0,
  max: 2_147_483_647,
  unit: 'seconds',
} as const satisfies IntegerSpec;

/** Percentages of a rolling deployment. Source: ECS API reference, DeploymentConfiguration. */
export const MINIMUM_HEALTHY_PERCENT = { kind: 'integer', min: 0, max: 100, unit: 'percent' } as const;
export const MAXIMUM_PERCENT = { kind: 'integer', min: 100, max: 200, unit: 'percent' } as const;

/**
 * How long CloudFormation waits for an update of an ECS service. Source: ECS developer guide, task-scale-in-protection:
 * "your CloudFormation stack update fails" after three hours of protection.
 */
export const STACK_UPDATE_SECONDS = 3 * 3600;

/** A target group takes at most 1,000 targets (ELB quotas), so a service cannot run more tasks. */
export const MAX_TASKS = 1000;

/** Maximum number of subnets per service. Source: ECS API reference, AwsVpcConfiguration. */
export const MAX_SERVICE_SUBNETS = 16;

/**
 * An image reference as registries allow it: `chat:1.4`, `public.ecr.aws/nginx/nginx@sha256:…`. Source: ECS API,
 * ContainerDefinition.
 */
export const IMAGE = {
  kind: 'string',
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,254}$/,
  words: 'an image: 1–255 letters, digits and . _ / : @ -, such as public.ecr.aws/nginx/nginx:stable',
} as const satisfies StringSpec;

/** A cluster name or ARN. Source: ECS API reference, CreateCluster. */
export const CLUSTER = {
  kind: 'string',
  pattern: /^(arn:aws[a-z-]*:ecs:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:cluster\/)?[A-Za-z0-9_-]{1,255}$/,
  words: 'the name of an ECS cluster (1–255 letters, digits, - and _), or its ARN',
} as const satisfies StringSpec;

/** Name of a container's environment variable, as POSIX shells allow it. */
export const VARIABLE_NAME = {
  kind: 'string',
  pattern: /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
  words: 'names of variables: letters, digits and _, not beginning with a digit',
} as const satisfies StringSpec;

/** Retention periods that CloudWatch Logs offers, in days. Source: CloudWatch Logs API reference, PutRetentionPolicy. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

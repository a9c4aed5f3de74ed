// How ECS replaces the tasks of a service: its strategies, and what they take.
import type { IntegerSpec } from './values.ts';

/**
 * The strategies by their names in a config, and in ECS. Source: ECS API reference, DeploymentConfiguration.
 */
export const STRATEGIES = {
  rolling: 'ROLLING',
  'blue-green': 'BLUE_GREEN',
  canary: 'CANARY',
  linear: 'LINEAR',
} as const;

export type Strategy = keyof typeof STRATEGIES;

export const STRATEGY = {
  kind: 'enum',
  values: ['rolling', 'blue-green', 'canary', 'linear'],
} as const satisfies { kind: 'enum'; values: readonly Strategy[] };

/** Minutes of a wait. Source: ECS API reference, DeploymentConfiguration, CanaryConfiguration and LinearConfiguration. */
export const BAKE_MINUTES = {
  kind: 'integer',
  min: 0,
  max: 1440,
  unit: 'minutes',
} as const satisfies IntegerSpec;

/**
 * The share of new requests that a step moves, in tenths of a percent, and the wait after it, in minutes, where they are not
 * given. Source: ECS API reference, CanaryConfiguration and LinearConfiguration.
 */
export const STEPS = {
  canary: { minPercent: 0.1, percent: 5, minutes: 10 },
  linear: { minPercent: 3, percent: 10, minutes: 6 },
} as const;

export const MAX_PERCENT = 100;

/** What a rolling deployment goes by, in percent of the desired number of tasks. */
export interface DeploymentPercents {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/**
 * The fewest tasks that stay healthy and the most that run during a rolling deployment of `count` tasks: ECS rounds the fewest
 * up and the most down. Source: ECS API reference, DeploymentConfiguration.
 */
export const taskLimits = (
  { minimumHealthyPercent, maximumPercent }: DeploymentPercents,
  count: number,
): { readonly least: number; readonly most: number } => ({
  least: Math.ceil((count * minimumHealthyPercent) / 100),
  most: Math.floor((count * maximumPercent) / 100),
});

/** ECS takes percentages with one decimal place. */
export const isTenth = (percent: number): boolean => Math.abs(percent * 10 - Math.round(percent * 10)) < 1e-9;

/**
 * How long CloudFormation waits for a deployment that shifts traffic; then it fails and rolls back. Source: ECS developer
 * guide, blue-green-deployment-how-it-works.
 */
export const SHIFT_UPDATE_SECONDS = 36 * 3600;

/**
 * The policy with which ECS registers tasks and changes weights; its path has no service-role/. Source: ECS developer guide,
 * AmazonECSInfrastructureRolePolicyForLoadBalancers.
 */
export const INFRASTRUCTURE_POLICY = 'AmazonECSInfrastructureRolePolicyForLoadBalancers';

/** Who takes on the infrastructure role. Source: ECS developer guide, infrastructure_IAM_role. */
export const ECS_PRINCIPAL = 'ecs.amazonaws.com';

// How ECS replaces the tasks of a service: the deployment strategies and their parameters.
import type { IntegerSpec } from './values.ts';

/** Deployment strategies: the name in our config, and ECS's name. Source: ECS API reference, DeploymentConfiguration. */
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

/**
 * Allowed wait, in minutes. Source: ECS API reference, DeploymentConfiguration, CanaryConfiguration and
 * LinearConfiguration.
 */
export const BAKE_MINUTES = {
  kind: 'integer',
  min: 0,
  max: 1440,
  unit: 'minutes',
} as const satisfies IntegerSpec;

/**
 * ECS's defaults for a step: the percentage of new requests that it moves (in steps of 0.1) and the wait after it, in
 * minutes. Source: ECS API reference, CanaryConfiguration and LinearConfiguration.
 */
export const STEPS = {
  canary: { minPercent: 0.1, percent: 5, minutes: 10 },
  linear: { minPercent: 3, percent: 10, minutes: 6 },
} as const;

export const MAX_PERCENT = 100;

/** Limits of a rolling deployment, in percent of the desired number of tasks. */
export interface DeploymentPercents {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/**
 * The fewest healthy tasks and the most running tasks during a rolling deployment of `count` tasks: ECS rounds the
 * minimum up and the maximum down. Source: ECS API reference, DeploymentConfiguration.
 */
export const taskLimits = (
  { minimumHealthyPercent, maximumPercent }: DeploymentPercents,
  count: number,
): { readonly least: number; readonly most: number } => ({
  least: Math.ceil((count * minimumHealthyPercent) / 100),
  most: Math.floor((count * maximumPercent) / 100),
});

/** Whether a percentage has at most one decimal place, which is all that ECS accepts. */
export const isTenth = (percent: number): boolean => Math.abs(percent * 10 - Math.round(percent * 10)) < 1e-9;

/**
 * How long CloudFormation waits for a deployment that shifts traffic before it fails the update and rolls back. Source:
 * ECS developer guide, blue-green-deployment-how-it-works.
 */
export const SHIFT_UPDATE_SECONDS = 36 * 3600;

/**
 * The managed policy that lets ECS register tasks and change weights. Its path does not contain service-role/. Source:
 * ECS developer guide, AmazonECSInfrastructureRolePolicyForLoadBalancers.
 */
export const INFRASTRUCTURE_POLICY = 'AmazonECSInfrastructureRolePolicyForLoadBalancers';

/** The service principal that assumes the infrastructure role. Source: ECS developer guide, infrastructure_IAM_role. */
export const ECS_PRINCIPAL = 'ecs.amazonaws.com';

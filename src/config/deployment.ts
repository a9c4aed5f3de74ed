// How the tasks of a service are replaced, as far as more than one room needs it.
import { SHIFT_UPDATE_SECONDS, STRATEGIES } from '../alb/ecs-deployments.ts';
import type { Config, Service } from './schema/index.ts';

export type Deployment = Service['deployment'];
type TestListener = NonNullable<Deployment['testListener']>;

/** The deployment of a config whose traffic ECS shifts between two target groups, by the weights of a rule. */
export const shiftOf = ({ service }: Pick<Config, 'service'>): Deployment | undefined =>
  service === false || service.deployment.strategy === 'rolling' ? undefined : service.deployment;

/** Whether ECS shifts traffic: then the sockets have two target groups, and the weights between them belong to ECS. */
export const shiftsTraffic = (config: Pick<Config, 'service'>): boolean => shiftOf(config) !== undefined;

/** The listener that leads to the new version before the shift, if there is one. */
export const testListenerOf = (config: Pick<Config, 'service'>): TestListener | undefined =>
  shiftOf(config)?.testListener;

/** How many times ECS changes the weights until the new version has everything. */
export function shiftSteps({ strategy, percent = 100 }: Deployment): number {
  if (strategy === 'linear') return Math.ceil(100 / percent);
  return strategy === 'canary' && percent < 100 ? 2 : 1;
}

/** Minutes from the first shift until the old tasks are taken out. ECS waits after each step but the last, and then bakes. */
export const shiftMinutes = (deployment: Deployment): number =>
  (shiftSteps(deployment) - 1) * (deployment.stepMinutes ?? 0) + deployment.bakeMinutes;

/**
 * Seconds that a deployment by shifting takes at least: the waits, and at the end the sockets of all old tasks at once. What
 * the new tasks need to start comes on top.
 */
export const shiftSeconds = (service: Service, { target }: Pick<Config, 'target'>): number =>
  shiftMinutes(service.deployment) * 60 + target.deregistrationDelay + service.stopTimeout;

/** CloudFormation waits so long for it. */
export const fitsStackUpdate = (service: Service, config: Pick<Config, 'target'>): boolean =>
  shiftSeconds(service, config) < SHIFT_UPDATE_SECONDS;

/** The strategy as ECS names it. */
export const strategyName = ({ strategy }: Deployment): string => STRATEGIES[strategy];

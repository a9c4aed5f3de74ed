// How the tasks of a service are replaced, as far as several rooms need it.
import { SHIFT_UPDATE_SECONDS, STRATEGIES } from '../alb/ecs-deployments.ts';
import type { Config, Service } from './schema/index.ts';

export type Deployment = Service['deployment'];
type TestListener = NonNullable<Deployment['testListener']>;

/** The deployment of a config, if ECS shifts its traffic between two target groups by changing a rule's weights. */
export const shiftOf = ({ service }: Pick<Config, 'service'>): Deployment | undefined =>
  service === false || service.deployment.strategy === 'rolling' ? undefined : service.deployment;

/** Whether ECS shifts traffic. If so, the sockets have two target groups, and ECS manages the weights between them. */
export const shiftsTraffic = (config: Pick<Config, 'service'>): boolean => shiftOf(config) !== undefined;

/** The listener that reaches the new version before the shift, if there is one. */
export const testListenerOf = (config: Pick<Config, 'service'>): TestListener | undefined =>
  shiftOf(config)?.testListener;

/** How many times ECS changes the weights until the new version gets all traffic. */
export function shiftSteps({ strategy, percent = 100 }: Deployment): number {
  if (strategy === 'linear') return Math.ceil(100 / percent);
  return strategy === 'canary' && percent < 100 ? 2 : 1;
}

/**
 * Minutes from the first shift until the old tasks are removed. ECS waits after every step except the last, and then
 * bakes.
 */
export const shiftMinutes = (deployment: Deployment): number =>
  (shiftSteps(deployment) - 1) * (deployment.stepMinutes ?? 0) + deployment.bakeMinutes;

/**
 * Minimum duration of a deployment that shifts traffic, in seconds: the waits, plus the time in which the sockets of
 * all old tasks close together at the end. Starting the new tasks comes on top.
 */
export const shiftSeconds = (service: Service, { target }: Pick<Config, 'target'>): number =>
  shiftMinutes(service.deployment) * 60 + target.deregistrationDelay + service.stopTimeout;

/** Whether CloudFormation waits long enough for the deployment. */
export const fitsStackUpdate = (service: Service, config: Pick<Config, 'target'>): boolean =>
  shiftSeconds(service, config) < SHIFT_UPDATE_SECONDS;

/** ECS's name for the strategy. */
export const strategyName = ({ strategy }: Deployment): string => STRATEGIES[strategy];

// How large a deployment of a config is: zones and targets.
import { MIN_SUBNETS } from '../alb/limits.ts';
import { registeredInstanceCount } from './derived.ts';
import type { Config } from './schema/index.ts';
import { taskBounds } from './service.ts';

/** Availability Zones of the load balancer; `known` is false when only the smallest number can be assumed. */
export function zonesOf({ network }: Config): { readonly count: number; readonly known: boolean } {
  if (network.create !== false) return { count: network.create.availabilityZones, known: true };
  if (network.subnetIds !== undefined) return { count: network.subnetIds.length, known: true };
  return { count: MIN_SUBNETS, known: false };
}

/** Targets that the template registers; undefined when they come from elsewhere. */
export function targetsOf(config: Config): number | undefined {
  if (config.service !== false) return taskBounds(config.service).min || undefined;
  const count =
    config.target.type === 'ip' ? (config.target.ipAddresses?.length ?? 0) : registeredInstanceCount(config);
  return count > 0 ? count : undefined;
}

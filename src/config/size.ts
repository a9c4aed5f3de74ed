// The size of a deployment: its zones and targets.
import { MIN_SUBNETS } from '../alb/limits.ts';
import { registeredInstanceCount } from './derived.ts';
import type { Config } from './schema/index.ts';
import { taskBounds } from './service.ts';

/** The number of the load balancer's Availability Zones; `known` is false if only the minimum can be assumed. */
export function zonesOf({ network }: Config): { readonly count: number; readonly known: boolean } {
  if (network.create !== false) return { count: network.create.availabilityZones, known: true };
  if (network.subnetIds !== undefined) return { count: network.subnetIds.length, known: true };
  return { count: MIN_SUBNETS, known: false };
}

/** The number of targets that the template registers; undefined if they are registered elsewhere. */
export function targetsOf(config: Config): number | undefined {
  if (config.service !== false) return taskBounds(config.service).min || undefined;
  const count =
    config.target.type === 'ip' ? (config.target.ipAddresses?.length ?? 0) : registeredInstanceCount(config);
  return count > 0 ? count : undefined;
}

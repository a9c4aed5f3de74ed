// The alarms on which ECS takes a deployment back: those that an ordinary deployment of sockets does not trip.
import { isShared } from '../config/target-groups.ts';
import type { Config } from '../config/schema/index.ts';
import { canRollBackOnNoHealthyTargets } from '../config/service.ts';
import { alarmsOf, type Alarm } from './alarms.ts';

/**
 * The alarms of the sockets that say that new tasks fail. Connection errors, reconnects and closed sockets are left out: every
 * deployment has them. What the load balancer answers itself says something about the sockets only where nothing shares it.
 */
export function rollbackAlarms(config: Config): Alarm[] {
  if (config.service === false || !config.service.rollbackOnAlarms) return [];
  const keys = new Set<string>(['target5xx']);
  if (canRollBackOnNoHealthyTargets(config)) keys.add('noHealthyTargets');
  if (!isShared(config)) keys.add('loadBalancer5xx');
  return alarmsOf(config).filter(({ key, route }) => route === undefined && keys.has(key));
}

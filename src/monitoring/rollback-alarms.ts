// The alarms on which ECS takes a deployment back: those that an ordinary deployment of sockets does not trip.
import type { Config } from '../config/schema/index.ts';
import { rollbackAlarmKeys } from '../config/service.ts';
import { alarmsOf, type Alarm } from './alarms.ts';

/** The alarms of the sockets on which a deployment is taken back. */
export function rollbackAlarms(config: Config): Alarm[] {
  const keys = new Set<string>(rollbackAlarmKeys(config));
  return alarmsOf(config).filter(({ key, route }) => route === undefined && keys.has(key));
}

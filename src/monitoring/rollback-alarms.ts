// The alarms on which ECS rolls a deployment back: those that an ordinary deployment does not trigger.
import type { Config } from '../config/schema/index.ts';
import { rollbackAlarmKeys } from '../config/service.ts';
import { alarmsOf, type Alarm } from './alarms.ts';

/** The sockets' alarms that roll a deployment back. */
export function rollbackAlarms(config: Config): Alarm[] {
  const keys = new Set<string>(rollbackAlarmKeys(config));
  return alarmsOf(config).filter(({ key, route }) => route === undefined && keys.has(key));
}

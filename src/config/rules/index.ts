import { alarmRules } from './alarms.ts';
import { heartbeatRules } from './heartbeat.ts';
import { listenerRules } from './listener.ts';
import { logRules } from './logs.ts';
import { networkRules } from './network.ts';
import type { ConfigRule } from './rule.ts';
import { targetRules } from './target.ts';

/** All rules between keys, in the order in which they are reported. */
export const CONFIG_RULES: readonly ConfigRule[] = [
  ...networkRules,
  ...heartbeatRules,
  ...listenerRules,
  ...targetRules,
  ...logRules,
  ...alarmRules,
];

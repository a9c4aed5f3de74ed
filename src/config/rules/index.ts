import { alarmRules } from './alarms.ts';
import { heartbeatRules } from './heartbeat.ts';
import { listenerRules } from './listener.ts';
import { logRules } from './logs.ts';
import { authenticateRules } from './authenticate.ts';
import { addressesOutsideNewVpc, instancesInNewVpc, networkRules } from './network.ts';
import { routeRules } from './routes.ts';
import type { ConfigRule, RouteRule } from './rule.ts';
import { serviceDeploymentRules } from './service-deployment.ts';
import { serviceNetworkRules } from './service-network.ts';
import { serviceRules } from './service.ts';
import { serviceStrategyRules } from './service-strategy.ts';
import { targetRules } from './target.ts';

/** All rules between keys, in the order in which they are reported. */
export const CONFIG_RULES: readonly ConfigRule[] = [
  ...networkRules,
  ...heartbeatRules,
  ...listenerRules,
  ...targetRules,
  ...serviceRules,
  ...serviceDeploymentRules,
  ...serviceStrategyRules,
  ...serviceNetworkRules,
  ...logRules,
  ...alarmRules,
];

/** Those about a single target group, which apply to each route's group too. */
export const GROUP_RULES: readonly ConfigRule[] = [...targetRules, instancesInNewVpc, addressesOutsideNewVpc];

/** All rules about routes. */
export const ROUTE_RULES: readonly RouteRule[] = [...routeRules, ...authenticateRules];

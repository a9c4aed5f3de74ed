import { NOT_FOR_APPLICATION_LISTENERS } from './listener-settings.ts';
import { NOT_FOR_APPLICATION_LOAD_BALANCERS } from './load-balancer-settings.ts';
import { NOT_FOR_APPLICATION_TARGET_GROUPS } from './target-group-settings.ts';

/** Attributes of Network and Gateway Load Balancers, and of their listeners and target groups. */
export const NOT_FOR_APPLICATION: ReadonlySet<string> = new Set([
  ...NOT_FOR_APPLICATION_LOAD_BALANCERS,
  ...NOT_FOR_APPLICATION_LISTENERS,
  ...NOT_FOR_APPLICATION_TARGET_GROUPS,
]);

import type { ValueSpec } from './values.ts';

/**
 * One setting of a load balancer, target group or listener: an ELB attribute (`idle_timeout.timeout_seconds`) or a
 * CloudFormation property (`HealthCheckPath`).
 */
export interface Setting {
  readonly values: ValueSpec;
  /** What ELB uses if the request leaves the setting out. */
  readonly default?: string;
  /** The config key that sets it. Conflicts between settings are reported there. */
  readonly configKey?: string;
  readonly source: string;
}

export type SettingTable = Readonly<Record<string, Setting>>;

/** What a rule is about. */
export type Subject = 'load-balancer' | 'target-group' | 'listener';

/** A value that is known only when the stack is deployed. */
export const UNKNOWN: unique symbol = Symbol('known only at deploy time');
export type Unknown = typeof UNKNOWN;

/** The settings of one load balancer, target group or listener, by attribute key or property name. */
export type Settings = ReadonlyMap<string, string | Unknown>;

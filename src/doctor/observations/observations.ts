// What was observed of one load balancer, and what could not be observed. All diagnoses are based on this alone.
import type { Listener, LoadBalancer, Certificate, TargetGroup } from './load-balancer.ts';
import type { Alarm, LogBucket, LogDelivery, VendedLogSource } from './logs.ts';
import type { MetricReadings } from './metrics.ts';
import type { Instance, NetworkInterface, RouteTable, SecurityGroup } from './network.ts';
import type { Missing, Observed } from './observed.ts';
import type { EcsService } from './services.ts';
import type { Stack } from './stack.ts';
import type { Window } from './window.ts';

export type * from './load-balancer.ts';
export type * from './logs.ts';
export type * from './network.ts';
export { observedValue, type Missing, type Observed } from './observed.ts';
export type * from './stack.ts';

/** One load balancer, with everything that belongs to it. */
export interface Observations {
  readonly at: string;
  readonly region: string;
  readonly account: string;
  readonly window: Window;
  readonly stack: Stack | undefined;
  readonly loadBalancer: LoadBalancer;
  readonly attributes: Observed<ReadonlyMap<string, string>>;
  readonly listeners: Observed<readonly Listener[]>;
  readonly certificates: readonly Observed<Certificate>[];
  /**
   * Those that its rules forward to, those of the stack that belong to no other load balancer and, if one has no
   * healthy target, others that no load balancer uses and that could replace it.
   */
  readonly targetGroups: Observed<readonly TargetGroup[]>;
  readonly instances: Observed<readonly Instance[]>;
  /** For targets that are addresses. An address outside the VPC has none. */
  readonly networkInterfaces: Observed<readonly NetworkInterface[]>;
  /** The security groups of the load balancer, and of its targets if they are known. */
  readonly securityGroups: Observed<readonly SecurityGroup[]>;
  readonly routeTables: Observed<readonly RouteTable[]>;
  /** The tags of the load balancer and its target groups, by ARN. */
  readonly tags: Observed<ReadonlyMap<string, ReadonlyMap<string, string>>>;
  readonly alarms: Observed<readonly Alarm[]>;
  readonly metrics: Observed<MetricReadings>;
  /** ECS services in the stack that register their tasks in one of the target groups. */
  readonly services: Observed<readonly EcsService[]>;
  readonly logs: readonly LogDelivery[];
  readonly vendedLogs: Observed<readonly VendedLogSource[]>;
  readonly logBuckets: readonly LogBucket[];
  /** Every call that failed. */
  readonly missing: readonly Missing[];
}

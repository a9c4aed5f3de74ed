// Types for a live load balancer as AWS describes it, and for the resulting config.
import type { ListenerRule } from '../../alb/topology/types.ts';
import type { AwsOutput } from '../../common/aws-operations.ts';
import type { Assignment } from '../../config/path.ts';

type Items<List> = NonNullable<List> extends readonly (infer Item)[] ? Item : never;

export type LiveDescription = Items<AwsOutput<'elbv2', 'DescribeLoadBalancers'>['LoadBalancers']>;
export type LiveRule = Items<AwsOutput<'elbv2', 'DescribeRules'>['Rules']>;
export type LiveAlarm = Items<AwsOutput<'cloudwatch', 'DescribeAlarms'>['MetricAlarms']>;
export type LiveInstance = Items<Items<AwsOutput<'ec2', 'DescribeInstances'>['Reservations']>['Instances']>;
type SecurityGroup = Items<AwsOutput<'ec2', 'DescribeSecurityGroups'>['SecurityGroups']>;

export type Attributes = ReadonlyMap<string, string>;

/** A rule as AWS returns it, and as part of the topology. */
export interface ReadRule {
  readonly description: LiveRule;
  readonly rule: ListenerRule<string>;
}

export interface LiveListener {
  readonly description: Items<AwsOutput<'elbv2', 'DescribeListeners'>['Listeners']>;
  readonly attributes: Attributes;
  /** In ELB's order of evaluation, the default rule last. */
  readonly rules: readonly ReadRule[];
  /** ARNs, without the default certificate. */
  readonly certificates: readonly string[];
}

export interface LiveTargetGroup {
  readonly description: Items<AwsOutput<'elbv2', 'DescribeTargetGroups'>['TargetGroups']>;
  readonly attributes: Attributes;
  readonly tags: Attributes;
  readonly targets: readonly { readonly id: string; readonly port: number | undefined }[];
}

export interface Live {
  readonly loadBalancer: LiveDescription;
  readonly attributes: Attributes;
  readonly tags: ReadonlyMap<string, string>;
  readonly listeners: readonly LiveListener[];
  readonly targetGroups: readonly LiveTargetGroup[];
  readonly securityGroups: readonly SecurityGroup[];
  /** Alarms on metrics of this load balancer. */
  readonly alarms: readonly LiveAlarm[];
  /** Targets that are instances. */
  readonly instances: readonly LiveInstance[];
  readonly webAclArn: string | undefined;
  readonly reservedCapacityUnits: number | undefined;
}

/** The config for a load balancer, or for a part of it. */
export interface Written {
  readonly assignments: readonly Assignment[];
  /** What the config cannot express or does not contain, and why: one line each. */
  readonly left: readonly string[];
}

/** Collects a {@link Written}. */
export class Draft {
  readonly assignments: Assignment[] = [];
  readonly left: string[] = [];

  /** Sets a dotted key, unless the value is undefined. */
  set(key: string, value: unknown): void {
    if (value !== undefined) this.assignments.push({ path: key.split('.'), value });
  }

  leave(what: string): void {
    this.left.push(what);
  }
}

// What was seen of one load balancer, and what could not be seen. Everything that judges reads this and nothing else.
import type { Failure } from '../../alb/failures.ts';
import type { StackEvent } from '../../common/stack-events.ts';
import type { LogKind } from '../../alb/log-delivery.ts';
import type { MetricReadings } from './metrics.ts';
import type { Window } from './window.ts';

/** A part that was not value: the call that would show it, and why it gave no answer. */
export interface Missing {
  readonly about: string;
  readonly command: readonly string[];
  readonly permission: string;
  readonly failure: Failure;
}

/** Seen, or not. A judgement that needs what was not seen is not made. */
export type Observed<T> = { readonly value: T } | { readonly missing: Missing };

/** The value, or undefined when it was not seen. */
export const observedValue = <T>(part: Observed<T> | undefined): T | undefined =>
  part !== undefined && 'value' in part ? part.value : undefined;

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly stackId: string;
}

export interface Stack {
  readonly name: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly resources: readonly StackResource[];
  /** What failed in the last operation that failed, newest first. */
  readonly failures: Observed<readonly StackEvent[]>;
  /** The template that is deployed, as an object; of each nested stack too, by its id. */
  readonly templates: ReadonlyMap<string, unknown>;
}

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  /** `app/name/id`: the value of CloudWatch's dimension. */
  readonly fullName: string;
  readonly scheme: string;
  readonly state: string;
  readonly stateReason: string | undefined;
  readonly ipAddressType: string;
  readonly zones: readonly string[];
  readonly securityGroups: readonly string[];
  readonly vpcId: string;
}

export interface Action {
  readonly type: string;
  readonly targetGroups: readonly string[];
}

export interface Listener {
  readonly arn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy: string | undefined;
  readonly certificate: string | undefined;
  readonly mutualTls: string | undefined;
  readonly actions: readonly Action[];
  /** The target groups of its default action and its rules. */
  readonly targetGroups: readonly string[];
}

export interface Certificate {
  readonly arn: string;
  readonly domain: string;
  readonly status: string;
  readonly expires: string | undefined;
  readonly renewal: string | undefined;
  readonly renewalReason: string | undefined;
  /** Imported certificates are not renewed by ACM. */
  readonly type: string;
}

export interface Permission {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly cidrs: readonly string[];
  readonly groups: readonly string[];
  readonly prefixLists: readonly string[];
}

export interface SecurityGroup {
  readonly id: string;
  readonly ingress: readonly Permission[];
  readonly egress: readonly Permission[];
}

export interface TargetHealth {
  readonly id: string;
  readonly port: number;
  readonly zone: string | undefined;
  readonly state: string;
  readonly reason: string | undefined;
  readonly description: string | undefined;
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  /** `targetgroup/name/id`: the value of CloudWatch's dimension. */
  readonly fullName: string;
  readonly type: string;
  readonly port: number;
  /** Properties and, where observedValue, attributes in ELB's own words. */
  readonly settings: ReadonlyMap<string, string>;
  readonly attributes: Observed<ReadonlyMap<string, string>>;
  readonly targets: Observed<readonly TargetHealth[]>;
}

export interface Instance {
  readonly id: string;
  readonly state: string;
  readonly address: string | undefined;
  readonly securityGroups: readonly string[];
}

export interface Alarm {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly since: string | undefined;
  readonly metric: string | undefined;
}

/** One kind of log that is on. */
export interface LogDelivery {
  readonly kind: LogKind;
  readonly bucket: string;
  readonly prefix: string;
  /** How many files of today and yesterday were listed; a few are enough. */
  readonly files: Observed<number>;
}

export interface LogBucket {
  readonly name: string;
  /** The policy's document; an empty one when there is none. */
  readonly policy: Observed<unknown>;
  /** `AES256`, `aws:kms`, or `none`. */
  readonly encryption: Observed<string>;
}

/** One load balancer, with all that belongs to it. */
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
  readonly targetGroups: Observed<readonly TargetGroup[]>;
  readonly instances: Observed<readonly Instance[]>;
  /** Those of the load balancer, and of its targets where they are known. */
  readonly securityGroups: Observed<readonly SecurityGroup[]>;
  readonly alarms: Observed<readonly Alarm[]>;
  readonly metrics: Observed<MetricReadings>;
  readonly logs: readonly LogDelivery[];
  readonly logBuckets: readonly LogBucket[];
  /** All that was asked and not answered. */
  readonly missing: readonly Missing[];
}

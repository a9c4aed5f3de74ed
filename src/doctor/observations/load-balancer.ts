// The load balancer, its listeners and target groups.
import type { ListenerRule } from '../../alb/topology/types.ts';
import type { Observed } from './observed.ts';

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  /** `app/name/id`: the value that CloudWatch uses for the dimension. */
  readonly fullName: string;
  readonly scheme: string;
  readonly state: string;
  readonly stateReason: string | undefined;
  readonly ipAddressType: string;
  readonly zones: readonly string[];
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly vpcId: string;
}

export interface Listener {
  readonly arn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy: string | undefined;
  readonly certificate: string | undefined;
  readonly mutualTls: string | undefined;
  /** Its rules, each located by its ARN, with the default rule last. */
  readonly rules: readonly ListenerRule<string>[];
  /** False if its rules could not be read; then only its default rule is known. */
  readonly hasAllRules: boolean;
}

export interface Certificate {
  readonly arn: string;
  readonly domain: string;
  readonly status: string;
  readonly expires: string | undefined;
  readonly renewal: string | undefined;
  readonly renewalReason: string | undefined;
  /** ACM does not renew imported certificates. */
  readonly type: string;
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
  /** `targetgroup/name/id`: the value that CloudWatch uses for the dimension. */
  readonly fullName: string;
  readonly type: string;
  readonly port: number;
  /** Properties and, if observed, attributes, by ELB's names. */
  readonly settings: ReadonlyMap<string, string>;
  readonly attributes: Observed<ReadonlyMap<string, string>>;
  readonly targets: Observed<readonly TargetHealth[]>;
}

// What is between the load balancer, its clients and its targets.

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

export interface Instance {
  readonly id: string;
  readonly state: string;
  readonly address: string | undefined;
  readonly securityGroups: readonly string[];
}

/** The network interface that has a target's address. */
export interface NetworkInterface {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface RouteTable {
  readonly id: string;
  /** Whether it applies to every subnet without a route table of its own. */
  readonly isMain: boolean;
  readonly subnets: readonly string[];
  /** Where its routes lead: `igw-…`, `nat-…`, `local`; without blackhole routes. */
  readonly gateways: readonly string[];
}

// What lies between the load balancer, its clients and its targets.

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

/** The network interface that has the address of a target. */
export interface NetworkInterface {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface RouteTable {
  readonly id: string;
  /** The route table of every subnet that has none of its own. */
  readonly isMain: boolean;
  readonly subnets: readonly string[];
  /** Where its routes lead: `igw-…`, `nat-…`, `local`; without those that are black holes. */
  readonly gateways: readonly string[];
}

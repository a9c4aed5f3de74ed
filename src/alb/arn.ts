// Reads ARNs of Elastic Load Balancing and of ECS services.

/** `app/name/id` or `targetgroup/name/id`: the value that CloudWatch uses for the dimension. */
export const fullNameOf = (arn: string): string => (arn.split(':')[5] ?? arn).replace(/^loadbalancer\//, '');

export interface EcsServicePlace {
  readonly cluster: string;
  readonly name: string;
}

/** The cluster and name of an ECS service; undefined for ARNs without a cluster, and for anything else. */
export function ecsServiceOf(arn: string): EcsServicePlace | undefined {
  const [, cluster, name] = /^arn:[^:]+:ecs:[^:]*:[^:]*:service\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  return cluster === undefined || name === undefined ? undefined : { cluster, name };
}

export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
/** `aws`, `aws-cn`, `aws-us-gov`. */
export const partitionOf = (arn: string): string => arn.split(':')[1] ?? 'aws';

/** Whether a text is the ARN of a load balancer, of any type. */
export const isLoadBalancerArn = (text: string): boolean =>
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/\S+$/.test(text);

// Who created a load balancer or target group, judged by the tags and names that each tool sets.

export type Owner =
  | {
      readonly kind: 'kubernetes';
      /** The cluster; undefined if no tag gives it. */
      readonly cluster: string | undefined;
      readonly resource: 'Ingress' | 'Gateway';
      /** `namespace/name`, or the name of a group of Ingresses. */
      readonly name: string;
    }
  /** An ECS service in Express Mode. */
  | { readonly kind: 'ecs-express' }
  | { readonly kind: 'elastic-beanstalk'; readonly environment: string }
  | { readonly kind: 'cloudformation'; readonly stack: string; readonly logicalId: string | undefined };

/**
 * The AWS Load Balancer Controller (Ingress and Gateway), and the one in EKS Auto Mode. Sources: pkg/deploy/tracking in
 * kubernetes-sigs/aws-load-balancer-controller, AmazonEKSLoadBalancingPolicy.
 */
const KUBERNETES: readonly (readonly [tag: string, resource: 'Ingress' | 'Gateway'])[] = [
  ['ingress.k8s.aws/stack', 'Ingress'],
  ['ingress.eks.amazonaws.com/stack', 'Ingress'],
  ['gateway.k8s.aws.alb/stack', 'Gateway'],
  ['gateway.eks.amazonaws.com.alb/stack', 'Gateway'],
];
const CLUSTERS = ['elbv2.k8s.aws/cluster', 'eks:eks-cluster-name'];

/** Names that ECS Express Mode chooses; it also tags what it creates with AmazonECSManaged. */
const EXPRESS_NAME = /^ecs-(express-)?gateway-/;

/** Undefined if nothing identifies the owner: created by hand, by Terraform or by any other tool. */
export function ownerByTags(name: string, tags: ReadonlyMap<string, string>): Owner | undefined {
  for (const [tag, resource] of KUBERNETES) {
    const value = tags.get(tag);
    if (value !== undefined) {
      const cluster = CLUSTERS.map((key) => tags.get(key)).find((one) => one !== undefined);
      return { kind: 'kubernetes', cluster, resource, name: value };
    }
  }
  if (EXPRESS_NAME.test(name) || tags.has('AmazonECSManaged')) return { kind: 'ecs-express' };
  // Before CloudFormation: Elastic Beanstalk creates its load balancers with CloudFormation, but owns the stacks.
  const environment = tags.get('elasticbeanstalk:environment-name');
  if (environment !== undefined) return { kind: 'elastic-beanstalk', environment };
  const stack = tags.get('aws:cloudformation:stack-name');
  return stack === undefined
    ? undefined
    : { kind: 'cloudformation', stack, logicalId: tags.get('aws:cloudformation:logical-id') };
}

// Who made a load balancer or a target group, by the tags and names that each maker gives.

export type Owner =
  | {
      readonly kind: 'kubernetes';
      /** The cluster; undefined where no tag names it. */
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
 * The AWS Load Balancer Controller (Ingress and Gateway), and that of EKS Auto Mode.
 * Sources: pkg/deploy/tracking in kubernetes-sigs/aws-load-balancer-controller, AmazonEKSLoadBalancingPolicy.
 */
const KUBERNETES: readonly (readonly [tag: string, resource: 'Ingress' | 'Gateway'])[] = [
  ['ingress.k8s.aws/stack', 'Ingress'],
  ['ingress.eks.amazonaws.com/stack', 'Ingress'],
  ['gateway.k8s.aws.alb/stack', 'Gateway'],
  ['gateway.eks.amazonaws.com.alb/stack', 'Gateway'],
];
const CLUSTERS = ['elbv2.k8s.aws/cluster', 'eks:eks-cluster-name'];

/** The names that ECS Express Mode gives; it also tags what it made with AmazonECSManaged. */
const EXPRESS_NAME = /^ecs-(express-)?gateway-/;

/** Undefined where nothing says so: somebody's hand, Terraform, or any other tool. */
export function ownerByTags(name: string, tags: ReadonlyMap<string, string>): Owner | undefined {
  for (const [tag, resource] of KUBERNETES) {
    const value = tags.get(tag);
    if (value !== undefined) {
      const cluster = CLUSTERS.map((key) => tags.get(key)).find((one) => one !== undefined);
      return { kind: 'kubernetes', cluster, resource, name: value };
    }
  }
  if (EXPRESS_NAME.test(name) || tags.has('AmazonECSManaged')) return { kind: 'ecs-express' };
  // Elastic Beanstalk makes its load balancers with CloudFormation, and owns the stacks.
  const environment = tags.get('elasticbeanstalk:environment-name');
  if (environment !== undefined) return { kind: 'elastic-beanstalk', environment };
  const stack = tags.get('aws:cloudformation:stack-name');
  return stack === undefined
    ? undefined
    : { kind: 'cloudformation', stack, logicalId: tags.get('aws:cloudformation:logical-id') };
}

// Who owns what was observed: a fix belongs where the owner keeps its settings.
import { ownerByTags, type Owner } from '../../alb/owners.ts';
import { field, text } from '../calls/answer-fields.ts';
import { observedValue, type Observations, type Stack } from '../observations/observations.ts';

/** The owner of the load balancer or of one of its target groups; undefined if nothing identifies one. */
export function ownerOf(
  observed: Observations,
  { arn, name }: { readonly arn: string; readonly name: string } = observed.loadBalancer,
): Owner | undefined {
  const owner = ownerByTags(name, observedValue(observed.tags)?.get(arn) ?? new Map());
  if (owner) return owner;
  const resource = observed.stack?.resources.find(({ physicalId }) => physicalId === arn);
  return observed.stack && resource
    ? { kind: 'cloudformation', stack: observed.stack.name, logicalId: resource.logicalId }
    : undefined;
}

/**
 * The stack that was created from one of this tool's templates and contains the load balancer. Undefined if no stack
 * was given or its template could not be read, because somebody else's stack must not be deployed over.
 */
export function ownStack(observed: Observations): Stack | undefined {
  const { stack } = observed;
  const owner = ownerOf(observed);
  const isOwner = owner === undefined || owner.kind === 'cloudformation';
  return stack && isOwner && isFromThisTool(stack) ? stack : undefined;
}

/** Whether this tool generated a stack's template, judged by its metadata, or by the names that it always uses. */
export function isFromThisTool({ templates }: Pick<Stack, 'templates'>): boolean {
  const [template] = templates.values();
  if (field(field(template, 'Metadata'), 'websocket-alb') !== undefined) return true;
  const typeOf = (logicalId: string) => text(template, 'Resources', logicalId, 'Type');
  return (
    typeOf('WebSocketALB') === 'AWS::ElasticLoadBalancingV2::LoadBalancer' &&
    typeOf('WebSocketTargetGroup') === 'AWS::ElasticLoadBalancingV2::TargetGroup'
  );
}

/** As text, for the head of the report: `Ingress chat/ws of the cluster prod`. */
export function ownerWords(owner: Owner): string {
  switch (owner.kind) {
    case 'kubernetes':
      return `${owner.resource} ${owner.name}${owner.cluster === undefined ? '' : ` of the cluster ${owner.cluster}`}`;
    case 'ecs-express':
      return 'ECS Express Mode';
    case 'elastic-beanstalk':
      return `the Elastic Beanstalk environment ${owner.environment}`;
    case 'cloudformation':
      return `the CloudFormation stack ${owner.stack}`;
  }
}

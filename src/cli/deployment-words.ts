import type { Change } from '../aws/stack.ts';

/** The resource is made anew, or may be. */
export const isReplaced = ({ action, replacement }: Change): boolean =>
  action === 'Modify' && (replacement === 'True' || replacement === 'Conditional');

const CONSEQUENCES: Record<string, string> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer':
    'every open socket is cut, and the DNS name of the load balancer changes',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'targets are registered anew, and open sockets are drained',
  'AWS::ElasticLoadBalancingV2::Listener': 'clients cannot connect until the new one is there',
  'AWS::EC2::SecurityGroup': 'rules elsewhere that name the old group must be changed',
  'AWS::S3::Bucket': 'the old bucket stays, with its logs',
  'AWS::EC2::VPC': 'everything in it is replaced too',
};

/** One change in plain words. */
export function explainChange(change: Change): string {
  const { action, logicalId, type } = change;
  const name = `${logicalId} (${type})`;
  if (action === 'Add') return `add      ${name}`;
  if (action === 'Remove') return `remove   ${name}`;
  if (!isReplaced(change)) return `change   ${name}`;
  const consequence = CONSEQUENCES[type];
  const certainty = change.replacement === 'Conditional' ? 'may be replaced' : 'is replaced';
  return `replace  ${name} ${certainty}${consequence ? `: ${consequence}` : ''}`;
}

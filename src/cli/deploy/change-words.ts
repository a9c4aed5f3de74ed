import type { Change } from '../../aws/stack.ts';

/** The resource is made anew, or may be. */
export const isReplaced = ({ action, replacement }: Change): boolean =>
  action === 'Modify' && (replacement === 'True' || replacement === 'Conditional');

const CONSEQUENCES: Record<string, string> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer':
    'every open socket is cut, and the DNS name of the load balancer changes',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'targets are registered again, and open sockets are drained',
  'AWS::ElasticLoadBalancingV2::Listener': 'clients cannot connect until the new one is there',
  'AWS::EC2::SecurityGroup': 'rules elsewhere that name the old group must be changed',
  'AWS::EC2::VPC': 'everything in it is replaced too',
};

/** One change in plain words. */
export function explainChange(change: Change): string {
  const { action, logicalId, type, fate } = change;
  const name = `${logicalId} (${type})`;
  if (action === 'Add') return `add      ${name}`;
  if (action === 'Remove')
    return fate === 'Retain'
      ? `leave    ${name} is left behind: it goes from the stack, and is not deleted`
      : `remove   ${name}${fate === 'Snapshot' ? ': a snapshot is made first' : ''}`;
  if (!isReplaced(change)) return `change   ${name}`;
  const consequences = [
    ...(CONSEQUENCES[type] === undefined ? [] : [CONSEQUENCES[type]]),
    ...(fate === 'Retain' ? ['the old one is left behind, not deleted'] : []),
    ...(fate === 'Snapshot' ? ['a snapshot of the old one is made first'] : []),
  ];
  const certainty = change.replacement === 'Conditional' ? 'may be replaced' : 'is replaced';
  return `replace  ${name} ${certainty}${consequences.length > 0 ? `: ${consequences.join('; ')}` : ''}`;
}

import type { Change } from '../../aws/change-set.ts';

/** Whether the resource is or may be replaced. */
export const isReplaced = ({ action, replacement }: Change): boolean =>
  action === 'Modify' && (replacement === 'True' || replacement === 'Conditional');

/** Whether ECS starts new tasks and stops the old ones, cutting their sockets. */
export const replacesTasks = (changes: readonly Change[]): boolean =>
  changes.some(
    (change) =>
      isReplaced(change) &&
      (change.type === 'AWS::ECS::TaskDefinition' || change.type === 'AWS::ECS::Service'),
  );

/** Types whose replacement needs confirmation, with what it means. */
export const CONSEQUENCES: Readonly<Record<string, string>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer':
    'every open socket is cut, and the DNS name of the load balancer changes',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'targets are registered again, and open sockets are drained',
  'AWS::ElasticLoadBalancingV2::Listener': 'clients cannot connect until the new one is there',
  'AWS::ECS::Service': 'all its tasks are replaced, and their sockets close',
  'AWS::ECS::Cluster': 'the services in it are replaced too',
  'AWS::EC2::SecurityGroup': 'rules elsewhere that name the old group must be changed',
  'AWS::EC2::VPC': 'everything in it is replaced too',
  'AWS::S3::Bucket': 'what is in the old one does not move to the new one',
};

/** One change in plain English. */
export function explainChange(change: Change): string {
  const { action, logicalId, type, fate } = change;
  const name = `${logicalId} (${type})`;
  if (action === 'Add') return `add      ${name}`;
  if (action === 'Import') return `import   ${name}`;
  if (action === 'Remove')
    return fate === 'Retain'
      ? `retain   ${name}: removed from the stack but not deleted`
      : `remove   ${name}${fate === 'Snapshot' ? ': a snapshot is made first' : ''}`;
  if (action === 'Dynamic') return `unknown  ${name}: known only while the change is made`;
  if (!isReplaced(change)) return `change   ${name}`;
  const meaning = Object.hasOwn(CONSEQUENCES, type) ? CONSEQUENCES[type] : undefined;
  const consequences = [
    ...(meaning === undefined ? [] : [meaning]),
    ...(fate === 'Retain' ? ['the old one is retained, not deleted'] : []),
    ...(fate === 'Snapshot' ? ['a snapshot of the old one is made first'] : []),
  ];
  const certainty = change.replacement === 'Conditional' ? 'may be replaced' : 'is replaced';
  return `replace  ${name} ${certainty}${consequences.length > 0 ? `: ${consequences.join('; ')}` : ''}`;
}

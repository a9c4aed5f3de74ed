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

/** Reasons that AWS gives, and what to do about them. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /Access Denied for bucket/i,
    'ELB may not write to the log bucket: its policy, its encryption (SSE-S3 only) or its Region is wrong. `generate snippet log-bucket-policy` prints the statement that it needs.',
  ],
  [
    /certificate.*(not found|does not exist|not valid)|CertificateNotFound|UnsupportedCertificate/i,
    'The certificate must exist in ACM in the Region of the load balancer, be issued, and have a supported key.',
  ],
  [/already exists/i, 'Another resource has this name. Delete it, or deploy under another stack name.'],
  [
    /at least two subnets|two.*Availability Zones|InvalidSubnet/i,
    'Choose subnets in at least two Availability Zones of the VPC, each /27 or larger.',
  ],
  [/deletion protection/i, 'Set loadBalancer.deletionProtection to false, deploy, and then delete.'],
  [
    /target groups? cannot be associated with more than one load balancer/i,
    'The load balancer is being replaced while its target group stays. Change the name of the stack, or remove the listeners first.',
  ],
  [/not authorized|AccessDenied|UnauthorizedOperation/i, 'The credentials lack the permission named above.'],
  [
    /LimitExceeded|quota|TooMany/i,
    'A quota of the account is used up: ask AWS to raise it, or delete what is not used.',
  ],
];

export const remedyFor = (reason: string): string | undefined =>
  REMEDIES.find(([pattern]) => pattern.test(reason))?.[1];

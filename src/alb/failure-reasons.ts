// Why deployments fail, by AWS's error messages, and what to do about it.

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /Access Denied for bucket/i,
    'ELB may not write to the log bucket: its policy, its encryption (SSE-S3 only) or its Region is wrong. `npx websocket-alb snippet log-bucket-policy` prints the statement that it needs.',
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
  [
    /Requires capabilities|InsufficientCapabilities/i,
    'The template creates IAM resources with names of their own, or uses macros. If it may, add `-- --capabilities CAPABILITY_NAMED_IAM`, or CAPABILITY_AUTO_EXPAND for macros.',
  ],
  [/not authorized|AccessDenied|UnauthorizedOperation/i, 'The credentials lack the permission named above.'],
  [
    /LimitExceeded|quota|TooMany/i,
    'A quota of the account is used up: ask AWS to raise it, or delete what is not used.',
  ],
];

/** The remedy for an AWS error message; undefined if the message is not known here. */
export const remedyFor = (reason: string): string | undefined =>
  REMEDIES.find(([pattern]) => pattern.test(reason))?.[1];

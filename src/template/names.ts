// Logical ids. They are part of the contract: renaming one replaces the resource in every stack that has it.
import { getAtt, ref } from './intrinsics.ts';

export const ID = {
  vpc: 'VPC',
  securityGroup: 'ALBSecurityGroup',
  loadBalancer: 'WebSocketALB',
  logBucket: 'LogBucket',
  logBucketPolicy: 'LogBucketPolicy',
  logDatabase: 'LogDatabase',
  accessLogTable: 'AccessLogTable',
  connectionLogTable: 'ConnectionLogTable',
  athenaWorkGroup: 'AthenaWorkGroup',
  certificate: 'Certificate',
  targetGroup: 'WebSocketTargetGroup',
  httpListener: 'HTTPListener',
  httpsListener: 'HTTPSListener',
  trustStore: 'TrustStore',
  webAclAssociation: 'WebACLAssociation',
  topic: 'AlarmTopic',
  dnsRecord: 'DNSRecord',
  dnsIpv6Record: 'DNSIpv6Record',
  dashboard: 'WebSocketDashboard',
} as const;

/** The section of Metadata that says which version of this program wrote the template. */
export const METADATA_KEY = 'websocket-alb';
/** How the description of every template begins, that of version 0.1 too. */
export const DESCRIPTION = 'Application Load Balancer for WebSockets';

export const PARAMETER = {
  vpc: 'VPCId',
  subnets: 'SubnetIds',
  certificate: 'CertificateArn',
  instances: 'InstanceIds',
} as const;

/** Pseudo parameters. */
export const STACK_NAME = ref('AWS::StackName');
export const REGION = ref('AWS::Region');
export const ACCOUNT = ref('AWS::AccountId');
export const PARTITION = ref('AWS::Partition');

/** The values of the CloudWatch dimensions: `app/name/id` and `targetgroup/name/id`. */
export const LOAD_BALANCER_FULL_NAME = getAtt(ID.loadBalancer, 'LoadBalancerFullName');
export const TARGET_GROUP_FULL_NAME = getAtt(ID.targetGroup, 'TargetGroupFullName');

// Logical IDs. They are part of the contract: renaming one replaces the resource in every stack that has it.
import { resourcePrefix } from '../config/derived.ts';
import { getAtt, ref } from './intrinsics.ts';
import type { GetAtt } from './types.ts';

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
  // No route name can lead to these IDs.
  alternateTargetGroup: 'WebSocketTargetGroupAlternate',
  testListener: 'TestListener',
  testRule: 'WebSocketRuleForTests',
  httpListener: 'HTTPListener',
  httpsListener: 'HTTPSListener',
  trustStore: 'TrustStore',
  webAcl: 'WebSocketWebACL',
  flowLog: 'VPCFlowLog',
  topicKey: 'AlarmTopicKey',
  webAclAssociation: 'WebACLAssociation',
  topic: 'AlarmTopic',
  dnsRecord: 'DNSRecord',
  dnsIpv6Record: 'DNSIpv6Record',
  dashboard: 'WebSocketDashboard',
  executionRole: 'TaskExecutionRole',
  taskRole: 'TaskRole',
  infrastructureRole: 'InfrastructureRole',
  serviceLogGroup: 'ServiceLogGroup',
  taskDefinition: 'WebSocketTask',
  taskSecurityGroup: 'TaskSecurityGroup',
  cluster: 'WebSocketCluster',
  service: 'WebSocketService',
  scalableTarget: 'ServiceTasks',
  socketScaling: 'ServiceSocketScaling',
  cpuScaling: 'ServiceCpuScaling',
} as const;

/** The key in Metadata with the version of this program that wrote the template. */
export const METADATA_KEY = 'websocket-alb';
/** The beginning of every template's description since version 0.1. */
export const DESCRIPTION = 'Application Load Balancer for WebSockets';

export const PARAMETER = {
  vpc: 'VPCId',
  subnets: 'SubnetIds',
  certificate: 'CertificateArn',
  instances: 'InstanceIds',
  image: 'Image',
  serviceSubnets: 'ServiceSubnetIds',
} as const;

/** Pseudo parameters. */
export const STACK_NAME = ref('AWS::StackName');
export const REGION = ref('AWS::Region');
export const ACCOUNT = ref('AWS::AccountId');
export const PARTITION = ref('AWS::Partition');

/** The values of the CloudWatch dimensions: `app/name/id` and `targetgroup/name/id`. */
export const LOAD_BALANCER_FULL_NAME = getAtt(ID.loadBalancer, 'LoadBalancerFullName');

/** The prefix of logical IDs: the route's name, or WebSocket for the sockets' own resources. */
const prefixOf = (route: string | undefined): string =>
  route === undefined ? 'WebSocket' : resourcePrefix(route);

/** The target group of a route, or of the sockets. Depends on the name of the route, never on its position. */
export const targetGroupId = (route: string | undefined, isAlternate = false): string =>
  isAlternate ? ID.alternateTargetGroup : `${prefixOf(route)}TargetGroup`;

export const targetGroupFullName = (route: string | undefined, isAlternate = false): GetAtt =>
  getAtt(targetGroupId(route, isAlternate), 'TargetGroupFullName');

/** The rule of a route on a listener. */
export const ruleId = (route: string | undefined, protocol: 'HTTP' | 'HTTPS'): string =>
  `${prefixOf(route)}${protocol === 'HTTP' ? 'HTTP' : ''}Rule`;

/** The parameter with the instances of a route, or of the sockets. */
export const instancesParameter = (route: string | undefined): string =>
  route === undefined ? PARAMETER.instances : `${prefixOf(route)}${PARAMETER.instances}`;

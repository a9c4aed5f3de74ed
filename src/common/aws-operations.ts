// The AWS operations that this program calls, and their input and output types as the SDK declares them. Types only:
// nothing of the SDK is loaded from here. src/aws/clients/ has the code; a missing operation there does not compile.
import type * as acm from '@aws-sdk/client-acm';
import type * as athena from '@aws-sdk/client-athena';
import type * as autoscaling from '@aws-sdk/client-auto-scaling';
import type * as cloudformation from '@aws-sdk/client-cloudformation';
import type * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type * as ec2 from '@aws-sdk/client-ec2';
import type * as ecs from '@aws-sdk/client-ecs';
import type * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as logs from '@aws-sdk/client-cloudwatch-logs';
import type * as route53 from '@aws-sdk/client-route-53';
import type * as s3api from '@aws-sdk/client-s3';
import type * as sns from '@aws-sdk/client-sns';
import type * as sts from '@aws-sdk/client-sts';
import type * as wafv2 from '@aws-sdk/client-wafv2';

/** Operations by service. Services have their AWS CLI command names. */
export interface AwsOperations {
  acm: 'DescribeCertificate' | 'ListCertificates';
  athena: 'GetQueryExecution' | 'GetQueryResults' | 'StartQueryExecution' | 'StopQueryExecution';
  autoscaling: 'DescribeAutoScalingGroups';
  cloudformation:
    | 'DeleteChangeSet'
    | 'DeleteStack'
    | 'DescribeChangeSet'
    | 'DescribeStackEvents'
    | 'DescribeStacks'
    | 'ExecuteChangeSet'
    | 'GetTemplate'
    | 'ListChangeSets'
    | 'ListStackResources';
  cloudwatch: 'DescribeAlarms' | 'GetMetricData' | 'ListMetrics';
  ec2:
    | 'DescribeInstances'
    | 'DescribeNetworkAcls'
    | 'DescribeNetworkInterfaces'
    | 'DescribeRouteTables'
    | 'DescribeSecurityGroups'
    | 'DescribeSubnets'
    | 'DescribeVpcs';
  ecs:
    | 'DescribeServices'
    | 'DescribeTaskDefinition'
    | 'DescribeTasks'
    | 'ListClusters'
    | 'ListServices'
    | 'ListTasks';
  elbv2:
    | 'DescribeCapacityReservation'
    | 'DescribeListenerAttributes'
    | 'DescribeListenerCertificates'
    | 'DescribeListeners'
    | 'DescribeLoadBalancerAttributes'
    | 'DescribeLoadBalancers'
    | 'DescribeRules'
    | 'DescribeTags'
    | 'DescribeTargetGroupAttributes'
    | 'DescribeTargetGroups'
    | 'DescribeTargetHealth'
    | 'DescribeTrustStores';
  logs: 'DescribeDeliveries' | 'DescribeDeliveryDestinations' | 'DescribeDeliverySources' | 'GetLogEvents';
  route53: 'ListHostedZones' | 'ListResourceRecordSets';
  s3api: 'GetBucketEncryption' | 'GetBucketPolicy' | 'GetObject' | 'ListObjectsV2';
  sns: 'ListSubscriptionsByTopic' | 'ListTopics';
  sts: 'GetCallerIdentity';
  wafv2: 'GetWebACLForResource';
}

export type AwsService = keyof AwsOperations;

interface SdkPackages {
  acm: typeof acm;
  athena: typeof athena;
  autoscaling: typeof autoscaling;
  cloudformation: typeof cloudformation;
  cloudwatch: typeof cloudwatch;
  ec2: typeof ec2;
  ecs: typeof ecs;
  elbv2: typeof elbv2;
  logs: typeof logs;
  route53: typeof route53;
  s3api: typeof s3api;
  sns: typeof sns;
  sts: typeof sts;
  wafv2: typeof wafv2;
}

/** The SDK's class for a command. */
export type AwsCommandClass<
  S extends AwsService,
  O extends AwsOperations[S],
> = `${O}Command` extends keyof SdkPackages[S] ? SdkPackages[S][`${O}Command`] : never;

/** What an operation takes, as the SDK declares it. */
export type AwsInput<S extends AwsService, O extends AwsOperations[S]> =
  AwsCommandClass<S, O> extends new (input: never) => { readonly input: infer Input } ? Input : never;

/** What an operation returns, as {@link plain} leaves it: times are ISO 8601 strings. */
export type AwsOutput<S extends AwsService, O extends AwsOperations[S]> =
  AwsCommandClass<S, O> extends new (input: never) => {
    resolveMiddleware: (...args: never) => (...args: never) => Promise<{ output: infer Output }>;
  }
    ? Plain<Omit<Output, '$metadata'>>
    : never;

/** JSON: a Date becomes a string. */
export type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T;

// Who writes the logs to the bucket. Source: enable-access-logging in the user guide.

/** Attribute prefix of each kind of log: `access_logs.s3.enabled`. */
export const LOG_KINDS = ['access_logs', 'connection_logs', 'health_check_logs'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** Writes access, connection and health check logs in every commercial and GovCloud Region. */
export const LOG_DELIVERY_SERVICE = 'logdelivery.elasticloadbalancing.amazonaws.com';

/** Writes VPC flow logs to buckets. Source: VPC user guide, flow-logs-s3-permissions. */
export const LOG_DELIVERY_PRINCIPAL = 'delivery.logs.amazonaws.com';

/**
 * Prefix of flow logs. They go below AWSLogs/ACCOUNT/vpcflowlogs, so they never mix with ELB's logs, whatever prefix
 * those have.
 */
export const FLOW_LOG_PREFIX = 'vpc-flow-logs';

/**
 * The service principal for China is not documented; there we use ELB's accounts, as listed by aws-cdk-lib's
 * region-info.
 */
export const CHINA_LOG_DELIVERY_ACCOUNTS = {
  'cn-north-1': '638102146993',
  'cn-northwest-1': '037604701340',
} as const;

/**
 * Whether a principal in a bucket policy can write logs: the service (its name differs on Outposts, and is undocumented
 * for China), everybody, or an account, which is how older policies refer to ELB.
 */
export const deliversLogs = (principal: string): boolean =>
  /^(logdelivery\.[a-z.]+|\*|(arn:aws[a-z-]*:iam::)?\d{12}(:root)?)$/.test(principal);

/** By the prefix of the Region. Source: aws-cdk-lib's region-info. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** The partition in ARNs of a Region. */
export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
}

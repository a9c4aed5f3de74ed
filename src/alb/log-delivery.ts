// Who writes the logs into the bucket. Source: enable-access-logging in the user guide.

/** What the attributes of each kind of log begin with: `access_logs.s3.enabled`. */
export const LOG_KINDS = ['access_logs', 'connection_logs', 'health_check_logs'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** Writes access, connection and health check logs in every commercial and GovCloud Region. */
export const LOG_DELIVERY_SERVICE = 'logdelivery.elasticloadbalancing.amazonaws.com';

/** Writes VPC flow logs into buckets. Source: VPC user guide, flow-logs-s3-permissions. */
export const LOG_DELIVERY_PRINCIPAL = 'delivery.logs.amazonaws.com';

/** Where they are in the bucket: under AWSLogs/ACCOUNT/vpcflowlogs, so they never mix with ELB's, whatever the prefix of those. */
export const FLOW_LOG_PREFIX = 'vpc-flow-logs';

/**
 * In China the spelling of the service principal is not documented; there the accounts of ELB are used, as
 * listed by aws-cdk-lib's region-info.
 */
export const CHINA_LOG_DELIVERY_ACCOUNTS = {
  'cn-north-1': '638102146993',
  'cn-northwest-1': '037604701340',
} as const;

/**
 * Whether a principal of a bucket policy writes logs: the service, whose name differs on Outposts and is not documented
 * for China; everybody; or an account, by which older policies name ELB.
 */
export const deliversLogs = (principal: string): boolean =>
  /^(logdelivery\.[a-z.]+|\*|(arn:aws[a-z-]*:iam::)?\d{12}(:root)?)$/.test(principal);

/** By the beginnings of Regions' names. Source: aws-cdk-lib's region-info. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** The partition that the ARNs of a Region name. */
export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
}

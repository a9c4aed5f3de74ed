// Who writes the logs into the bucket. Source: enable-access-logging in the user guide.

/** Writes access, connection and health check logs in every commercial and GovCloud Region. */
export const LOG_DELIVERY_SERVICE = 'logdelivery.elasticloadbalancing.amazonaws.com';

/**
 * In China the spelling of the service principal is not documented; there the accounts of ELB are used, as
 * listed by aws-cdk-lib's region-info.
 */
export const CHINA_LOG_DELIVERY_ACCOUNTS = {
  'cn-north-1': '638102146993',
  'cn-northwest-1': '037604701340',
} as const;

/** The partition that the ARNs of a Region name. Source: "Amazon Resource Names (ARNs)" in the IAM User Guide. */
export function partitionOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

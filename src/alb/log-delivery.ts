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

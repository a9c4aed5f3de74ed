import { LOG_DELIVERY_SERVICE } from '../alb/log-delivery.ts';
import { logPrefixes } from '../config/derived.ts';
import type { Config } from '../config/schema/index.ts';

/**
 * The policy statement that an existing log bucket needs, as JSON to add to its policy. ACCOUNT and REGION are to be
 * filled in: a config does not know them. Undefined when the template creates the bucket, or no log is on.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function logBucketPolicy(config: Config): string | undefined {
  const { bucket } = config.logs;
  const prefixes = logPrefixes(config);
  if (bucket === undefined || prefixes.length === 0) return undefined;
  const statement = {
    Sid: 'AllowLogDelivery',
    Effect: 'Allow',
    Principal: { Service: LOG_DELIVERY_SERVICE },
    Action: 's3:PutObject',
    Resource: prefixes.map((prefix) => `arn:aws:s3:::${bucket}/${prefix}/AWSLogs/ACCOUNT/*`),
    Condition: {
      ArnLike: { 'aws:SourceArn': 'arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/*' },
    },
  };
  return `${JSON.stringify(statement, undefined, 2)}\n`;
}

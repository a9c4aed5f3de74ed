import { CHINA_LOG_DELIVERY_ACCOUNTS, LOG_DELIVERY_SERVICE, partitionOfRegion } from '../alb/log-delivery.ts';
import { logPrefixes } from '../config/derived.ts';
import type { Config } from '../config/schema/index.ts';

/**
 * The policy statement that an existing log bucket needs, as JSON to add to its policy. The user must fill in ACCOUNT,
 * which a config does not contain, and REGION if it is not known; the ARNs are then for the partition aws. Undefined if
 * the template creates the bucket, or all logs are off.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function logBucketPolicy(config: Config, region?: string): string | undefined {
  const { bucket } = config.logs;
  const prefixes = logPrefixes(config);
  if (bucket === undefined || prefixes.length === 0) return undefined;
  const partition = partitionOfRegion(region ?? '');
  const chinaAccount = new Map(Object.entries(CHINA_LOG_DELIVERY_ACCOUNTS)).get(region ?? '');
  const statement = {
    Sid: 'AllowLogDelivery',
    Effect: 'Allow',
    Principal:
      chinaAccount === undefined
        ? { Service: LOG_DELIVERY_SERVICE }
        : { AWS: `arn:${partition}:iam::${chinaAccount}:root` },
    Action: 's3:PutObject',
    Resource: prefixes.map((prefix) => `arn:${partition}:s3:::${bucket}/${prefix}/AWSLogs/ACCOUNT/*`),
    // Delivery by an ELB account, as in China, has no source ARN.
    ...(chinaAccount === undefined && {
      Condition: {
        ArnLike: {
          'aws:SourceArn': `arn:${partition}:elasticloadbalancing:${region ?? 'REGION'}:ACCOUNT:loadbalancer/*`,
        },
      },
    }),
  };
  return `${JSON.stringify(statement, undefined, 2)}\n`;
}

/** The Region in an ARN of the config: these resources are in the same Region as the load balancer. */
export function regionIn({ listener, waf }: Config): string | undefined {
  const arns = [listener.https === false ? undefined : listener.https.certificateArn, waf.webAclArn];
  return arns.map((arn) => arn?.split(':')[3]).find((region) => region !== undefined && region !== '');
}

import * as z from 'zod/mini';
import { BUCKET_NAME, LOG_PREFIX } from '../../alb/limits.ts';
import { describe, feature, optional, section, value } from '../fields.ts';

export const logs = section('The logs that the load balancer writes to S3.', {
  access: feature('A line for every request, and for every WebSocket when it closes.', true, {
    prefix: value(LOG_PREFIX, 'alb-logs', 'The folder in the bucket.'),
  }),
  connection: feature(
    'A line for every connection when it is opened: TLS version and cipher, client certificate, failed handshakes.',
    false,
    { prefix: value(LOG_PREFIX, 'connection-logs', 'The folder in the bucket.') },
  ),
  healthCheck: feature('A line for every health check.', false, {
    prefix: value(LOG_PREFIX, 'health-check-logs', 'The folder in the bucket.'),
  }),
  bucket: optional(
    BUCKET_NAME,
    'An existing bucket, in the same Region, encrypted with SSE-S3, whose policy lets ELB write. Without it one is created.',
  ),
  retentionDays: optional(
    { kind: 'integer', min: 1, max: 36500, unit: 'days' },
    'Days after which the created bucket deletes log files; 90 when not set.',
  ),
  serverAccessLogs: describe(
    z.optional(
      z.strictObject({
        bucket: describe(z.string().check(z.regex(BUCKET_NAME.pattern)), 'The bucket that receives them.', {
          allowed: BUCKET_NAME.words,
        }),
        prefix: value(LOG_PREFIX, 's3-access-logs', 'The folder in that bucket.'),
      }),
    ),
    'S3 server access logs of the created bucket: who read the logs. They go to another bucket, which must admit logging.s3.amazonaws.com.',
    { allowed: 'a group of keys: bucket and prefix' },
  ),
  athena: value(
    { kind: 'boolean' },
    false,
    'Tables over the access and connection logs, a workgroup and named queries in Athena.',
  ),
});

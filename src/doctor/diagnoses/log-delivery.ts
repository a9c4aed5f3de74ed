import { certain, inferred } from '../../alb/finding.ts';
import { many } from '../../common/numbers.ts';
import { userGuide } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { canDeliver, objectOf } from '../evidence/log-bucket-policy.ts';
import { points } from '../observations/metrics.ts';
import { observedValue } from '../observations/observations.ts';

const source = userGuide('enable-access-logging');
/** A file is written every 5 minutes, and may be late. */
const LATE_MS = 20 * 60_000;
const DAY_MS = 86_400_000;

export const logBucketEncryption: Diagnosis = {
  code: 'log-bucket-kms',
  severity: 'error',
  title: 'The log bucket is encrypted with KMS',
  reasoning: 'ELB writes to a bucket with SSE-S3 only.',
  source,
  basis: certain('the encryption of the bucket'),
  judge: (observed, context) =>
    observed.logBuckets.flatMap(({ name, encryption }) => {
      const algorithm = observedValue(encryption);
      if (algorithm === undefined || !algorithm.startsWith('aws:kms')) return [];
      return [
        {
          subject: name,
          what: `${name} is encrypted with ${algorithm}; ELB cannot write to it.`,
          evidence: [['SSEAlgorithm', algorithm]],
          causes: ['The bucket, or the account’s default for new ones, asks for KMS.'],
          steps: [
            {
              kind: 'fix',
              words: 'Encrypt it with SSE-S3:',
              command: aws(
                context,
                's3api',
                'put-bucket-encryption',
                '--bucket',
                name,
                '--server-side-encryption-configuration',
                '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}',
              ),
            },
          ],
        },
      ];
    }),
};

export const logBucketMissing: Diagnosis = {
  code: 'log-bucket-missing',
  severity: 'error',
  title: 'The log bucket does not exist',
  reasoning: 'S3 answers NoSuchBucket for the bucket in the attributes.',
  source,
  basis: certain('the answer of S3'),
  judge: (observed, context) =>
    observed.logBuckets.flatMap(({ name, policy }) =>
      'missing' in policy && policy.missing.failure.code === 'NoSuchBucket'
        ? [
            {
              subject: name,
              what: `${name} does not exist, but logs are configured to go there.`,
              evidence: [['bucket', name] as const],
              causes: ['It was deleted by hand after logs were turned on.'],
              steps: [
                {
                  kind: 'fix' as const,
                  words: 'Create it, then run the doctor again for its policy:',
                  command: aws(
                    context,
                    's3api',
                    'create-bucket',
                    '--bucket',
                    name,
                    ...(observed.region === 'us-east-1'
                      ? []
                      : ['--create-bucket-configuration', `LocationConstraint=${observed.region}`]),
                  ),
                },
              ],
            },
          ]
        : [],
    ),
};

export const logFilesMissing: Diagnosis = {
  code: 'log-files-missing',
  severity: 'warning',
  title: 'There was traffic, but no log file arrived',
  reasoning:
    'ELB writes a file every 5 minutes while there are requests. A WebSocket is logged when it closes, so only access logs with requests that got another answer, and connection logs, are judged.',
  source,
  basis: inferred('traffic that should have produced a log file'),
  judge: (observed, context) => {
    const found = sums(observed, 'HTTPCode_Target_2XX_Count');
    if (!found) return [];
    const now = Date.parse(observed.at);
    const period = observed.window.period * 1000;
    // Files from earlier days are not looked for.
    const yesterday = Math.floor(now / DAY_MS) * DAY_MS - DAY_MS;
    const before = (metric: 'HTTPCode_Target_2XX_Count' | 'NewConnectionCount') =>
      points(found.readings, metric)
        .filter(([time]) => time >= yesterday && time + period <= now - LATE_MS)
        .reduce((sum, [, value]) => sum + value, 0);
    const traffic = {
      access_logs: before('HTTPCode_Target_2XX_Count'),
      connection_logs: before('NewConnectionCount'),
      health_check_logs: 0,
    };
    return observed.logs.flatMap((log) => {
      const policy = observedValue(observed.logBuckets.find(({ name }) => name === log.bucket)?.policy);
      if (observedValue(log.files) !== 0 || traffic[log.kind] === 0) return [];
      // What keeps the files from arriving has a finding of its own.
      if (policy !== undefined && !canDeliver(policy, objectOf(observed, log))) return [];
      return [
        {
          subject: log.bucket,
          what: `${many(traffic[log.kind], log.kind === 'access_logs' ? 'request' : 'connection')} came in more than 20 minutes ago, but ${log.bucket} has no log file from today or yesterday.`,
          evidence: [
            ['bucket', log.bucket],
            ['prefix', log.prefix],
            ['kind', log.kind],
            ['traffic', traffic[log.kind]],
          ],
          causes: [
            'The condition of a statement of the bucket policy does not fit, or a Deny with a condition applies.',
            'The bucket is encrypted with KMS, or in another Region.',
            'Logs have only just been turned on.',
          ],
          steps: [
            {
              kind: 'confirm',
              words: 'See the policy:',
              command: aws(context, 's3api', 'get-bucket-policy', '--bucket', log.bucket),
            },
          ],
        },
      ];
    });
  },
};

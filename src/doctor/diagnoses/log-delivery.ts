import { certain, inferred } from '../../alb/finding.ts';
import { many } from '../../common/numbers.ts';
import { LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import { userGuide } from '../../alb/sources.ts';
import { partitionOf } from '../../alb/arn.ts';
import { aws } from '../steps/commands.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Context, Diagnosis } from '../diagnosis.ts';
import { allowsDelivery, statementsOf } from '../evidence/log-bucket-policy.ts';
import { text } from '../calls/answer-fields.ts';
import { points } from '../observations/metrics.ts';
import { observedValue, type LogDelivery, type Observations } from '../observations/observations.ts';

const source = userGuide('enable-access-logging');
/** A file is written every 5 minutes, and may be late. */
const LATE_MS = 20 * 60_000;
const DAY_MS = 86_400_000;

const objectOf = (observed: Observations, { bucket, prefix }: LogDelivery): string =>
  `arn:${partitionOf(observed.loadBalancer.arn)}:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}AWSLogs/${observed.account}/`;

export const logBucketPolicy: Diagnosis = {
  code: 'log-delivery-denied',
  severity: 'error',
  title: 'ELB may not write its logs',
  reasoning:
    'Logs are on, but the bucket’s policy lets neither the log delivery service nor an ELB account put objects under the prefix.',
  source,
  basis: certain('the policy of the bucket, whose conditions are not judged'),
  judge: (observed, context) =>
    observed.logs.flatMap((log) => {
      const policy = observedValue(observed.logBuckets.find(({ name }) => name === log.bucket)?.policy);
      const object = objectOf(observed, log);
      if (policy === undefined || allowsDelivery(policy, object)) return [];
      return [
        {
          subject: log.bucket,
          what: `The policy of ${log.bucket} does not let ELB write ${log.kind} to ${object}.`,
          evidence: [
            ['bucket', log.bucket],
            ['prefix', log.prefix],
            ['statements in the policy', statementsOf(policy).length],
          ],
          causes: [
            'The bucket has no policy, or one for another prefix, account or Region.',
            'The policy was replaced by another one later: ELB checks it only when logs are turned on.',
          ],
          steps: [
            {
              kind: 'fix',
              words: 'Put the existing policy with the missing statement added:',
              command: putPolicy(observed, log, policy, context),
            },
          ],
        },
      ];
    }),
};

/**
 * The existing policy, plus the statements that it lacks. They cover all logs in the bucket, because the command for
 * one log must not undo the command for another.
 */
function putPolicy(
  observed: Observations,
  { bucket }: LogDelivery,
  policy: unknown,
  context: Context,
): string {
  const id = text(policy, 'Id');
  const lacking = observed.logs.filter(
    (log) => log.bucket === bucket && !allowsDelivery(policy, objectOf(observed, log)),
  );
  const document = {
    // A policy without a version has the old version, in which variables are literal text.
    Version: text(policy, 'Version') ?? (statementsOf(policy).length > 0 ? '2008-10-17' : '2012-10-17'),
    ...(id !== undefined && { Id: id }),
    Statement: [...statementsOf(policy), ...lacking.map((log) => delivery(observed, log))],
  };
  return aws(context, 's3api', 'put-bucket-policy', '--bucket', bucket, '--policy', JSON.stringify(document));
}

/** Without a Sid, because a policy may not contain one twice. */
const delivery = (observed: Observations, log: LogDelivery): object => ({
  Effect: 'Allow',
  Principal: { Service: LOG_DELIVERY_SERVICE },
  Action: 's3:PutObject',
  Resource: `${objectOf(observed, log)}*`,
  Condition: {
    ArnLike: {
      'aws:SourceArn': `arn:${partitionOf(observed.loadBalancer.arn)}:elasticloadbalancing:${observed.region}:${observed.account}:loadbalancer/*`,
    },
  },
});

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
      if (policy !== undefined && !allowsDelivery(policy, objectOf(observed, log))) return [];
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
            'A statement of the bucket policy denies the log delivery service, or its condition does not fit.',
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

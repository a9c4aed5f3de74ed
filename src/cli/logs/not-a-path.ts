// Recognizes things other than logs that people pass as a path, and advises what to pass instead.
import type { Problem } from '../../common/known-error.ts';

type Advice = Required<Pick<Problem, 'what' | 'remedy'>>;

interface Stranger {
  readonly pattern: RegExp;
  readonly advice: (match: RegExpExecArray) => Advice;
}

/** CloudWatch log groups have no files: their events must be exported first. */
export const LOG_GROUP: Advice = {
  what: 'A log group has no files, and is not read.',
  remedy:
    'Export it to S3 (aws logs create-export-task --log-group-name NAME --from MILLIS --to MILLIS --destination BUCKET) and name s3://BUCKET/exportedlogs; or let the delivery write to S3 too.',
};

const asPlace =
  (what: string) =>
  ([, bucket = '', key = '']: RegExpExecArray): Advice => ({
    what,
    remedy: `Write it as s3://${bucket}/${key.replace(/^\//, '')}`,
  });

const STRANGERS: readonly Stranger[] = [
  {
    pattern: /^(arn:aws[\w-]*:logs:|\/aws\/|log-group:|(cloudwatch|cwl|logs):)/i,
    advice: () => LOG_GROUP,
  },
  { pattern: /^arn:aws[\w-]*:s3:::([^/]+)\/?(.*)$/, advice: asPlace('An ARN is not a place in S3.') },
  {
    pattern: /^https?:\/\/([a-z0-9.-]+)\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?\/?([^?]*)/,
    advice: asPlace('A URL is not a place in S3.'),
  },
  { pattern: /^s3:\/*([^/]*)\/?(.*)$/i, advice: asPlace('This is not a place in S3.') },
  {
    pattern: /^arn:aws[\w-]*:elasticloadbalancing:/,
    advice: () => ({
      what: 'A load balancer is not its logs.',
      remedy:
        'Name where it writes them, s3://BUCKET/PREFIX: access_logs.s3.bucket and access_logs.s3.prefix of aws elbv2 describe-load-balancer-attributes; --load-balancer chooses one of several.',
    }),
  },
  {
    pattern: /^arn:aws[\w-]*:firehose:/,
    advice: () => ({
      what: 'A stream has no files.',
      remedy: 'Name the place in S3 that it delivers to.',
    }),
  },
];

/**
 * Explains an argument whose form shows that it is not a path; undefined if it may be one. For arguments that do not
 * exist as files.
 */
export function notAPath(path: string): Advice | undefined {
  for (const { pattern, advice } of STRANGERS) {
    const match = pattern.exec(path);
    if (match) return advice(match);
  }
  return undefined;
}

import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { entry } from '../node.ts';
import { isScalar } from '../resolve.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { logBuckets } from './log-bucket.ts';

const subjects: Parameters<typeof each<ReturnType<typeof logBuckets>[number]>>[0] = (model) =>
  logBuckets(model).map((one) => ({ ...one, resource: one.bucket }));

export const logBucketKms: CheckRule = {
  code: 'log-bucket-kms',
  severity: 'error',
  group: 'refused',
  title: 'Log bucket encrypted with KMS',
  why: 'ELB can write to buckets with SSE-S3 only; with a KMS key the stack fails with "Access Denied for bucket".',
  source: userGuide('enable-access-logging'),
  judge: each(subjects, ({ bucket }, { property }) => {
    const algorithm = property(
      bucket,
      'BucketEncryption',
      'ServerSideEncryptionConfiguration',
      0,
      'ServerSideEncryptionByDefault',
      'SSEAlgorithm',
    );
    if (algorithm === UNKNOWN) return 'not-applicable';
    if (!isScalar(algorithm) || !algorithm.value.startsWith('aws:kms')) return 'met';
    return violation(entry(bucket.properties, 'BucketEncryption')?.line ?? bucket.line, {
      algorithm: algorithm.value,
    });
  }),
  words: ({ algorithm }) => ({
    what: `The log bucket is encrypted with ${String(algorithm)}.`,
    allowed: 'AES256 (SSE-S3)',
    remedy: 'Set SSEAlgorithm to AES256 and remove the key, or write the logs to a bucket of their own.',
  }),
};

// Calls of S3. All of them only read.
import type { Call } from './call.ts';

export const listLogs = (bucket: string, prefix: string, day: string): Call => ({
  about: `log files of ${day} in the bucket ${bucket}`,
  args: ['s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', prefix, '--max-items', '5'],
  permission: 's3:ListBucket',
  placeholder: {},
});

export const getBucketPolicy = (bucket: string): Call => ({
  about: `the policy of the bucket ${bucket}`,
  args: ['s3api', 'get-bucket-policy', '--bucket', bucket],
  permission: 's3:GetBucketPolicy',
  placeholder: {},
});

export const getBucketEncryption = (bucket: string): Call => ({
  about: `the encryption of the bucket ${bucket}`,
  args: ['s3api', 'get-bucket-encryption', '--bucket', bucket],
  permission: 's3:GetEncryptionConfiguration',
  placeholder: {},
});

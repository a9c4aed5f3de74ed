// Calls to S3, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

export const listLogs = (bucket: string, prefix: string, day: string): Call => ({
  about: `log files of ${day} in the bucket ${bucket}`,
  ...asking(awsCall('s3api', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix }, { maxItems: 5 })),
  placeholder: {},
});

export const getBucketPolicy = (bucket: string): Call => ({
  about: `the policy of the bucket ${bucket}`,
  ...asking(awsCall('s3api', 'GetBucketPolicy', { Bucket: bucket })),
  placeholder: {},
});

export const getBucketEncryption = (bucket: string): Call => ({
  about: `the encryption of the bucket ${bucket}`,
  ...asking(awsCall('s3api', 'GetBucketEncryption', { Bucket: bucket })),
  placeholder: {},
});

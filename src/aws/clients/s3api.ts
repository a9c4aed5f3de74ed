import {
  S3Client,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { ServiceClient } from '../client.ts';

export const s3api: ServiceClient<'s3api'> = {
  // A custom endpoint, such as a test server, has no host name per bucket; a bucket may be in another Region.
  connect: ({ hasOwnEndpoint, ...config }) =>
    new S3Client({
      ...config,
      followRegionRedirects: true,
      forcePathStyle: hasOwnEndpoint,
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestChecksumCalculation: 'WHEN_REQUIRED',
    }),
  commands: {
    GetBucketEncryption: GetBucketEncryptionCommand,
    GetBucketPolicy: GetBucketPolicyCommand,
    GetObject: GetObjectCommand,
    ListObjectsV2: ListObjectsV2Command,
  },
};

import { CHINA_LOG_DELIVERY_ACCOUNTS, LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import { createsLogBucket, logPrefixes, logRetentionDays } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { getAtt, ifElse, NO_VALUE, ref, sub } from '../intrinsics.ts';
import { ACCOUNT, ID, PARTITION, REGION } from '../names.ts';
import { tags } from '../tags.ts';
import { flowLogStatements } from './flow-logs.ts';
import type { Resource, Section } from '../types.ts';

const IN_CHINA = 'InChina';
const IN_BEIJING = 'InBeijing';

/** The log bucket, and the policy that lets ELB write to it. */
export function logBucket(config: Config): Section[] {
  if (!createsLogBucket(config)) return [];
  return [
    {
      title: 'Log bucket',
      why: [
        'ELB writes a test file when logs are switched on, so the policy must exist before the load balancer.',
        'ELB cannot write to a bucket encrypted with KMS. The bucket stays when the stack is deleted.',
      ],
      conditions: {
        [IN_CHINA]: { 'Fn::Equals': [PARTITION, 'aws-cn'] },
        [IN_BEIJING]: { 'Fn::Equals': [REGION, 'cn-north-1'] },
      },
      resources: { [ID.logBucket]: bucket(config), [ID.logBucketPolicy]: policy(config) },
      outputs: {
        LogBucketName: { Description: 'Bucket with the logs of the load balancer', Value: ref(ID.logBucket) },
      },
    },
  ];
}

const bucket = (config: Config): Resource => ({
  Type: 'AWS::S3::Bucket',
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  Properties: {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    ...(config.logs.serverAccessLogs && {
      LoggingConfiguration: {
        DestinationBucketName: config.logs.serverAccessLogs.bucket,
        LogFilePrefix: `${config.logs.serverAccessLogs.prefix}/`,
      },
    }),
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'DeleteOldLogs',
          Status: 'Enabled',
          ExpirationInDays: logRetentionDays(config),
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
    Tags: tags(config, 'logs'),
  },
});

const policy = (config: Config): Resource => {
  const accounts = CHINA_LOG_DELIVERY_ACCOUNTS;
  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: ref(ID.logBucket),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AllowLogDelivery',
            Effect: 'Allow',
            Principal: ifElse(
              IN_CHINA,
              {
                AWS: ifElse(
                  IN_BEIJING,
                  `arn:aws-cn:iam::${accounts['cn-north-1']}:root`,
                  `arn:aws-cn:iam::${accounts['cn-northwest-1']}:root`,
                ),
              },
              { Service: LOG_DELIVERY_SERVICE },
            ),
            Action: 's3:PutObject',
            Resource: logPrefixes(config).map(
              (prefix) => sub`${getAtt(ID.logBucket, 'Arn')}/${prefix}/AWSLogs/${ACCOUNT}/*`,
            ),
            // Only load balancers of this account and Region. Delivery by an ELB account, as in China, has no source
            // ARN.
            Condition: ifElse(IN_CHINA, NO_VALUE, {
              ArnLike: {
                'aws:SourceArn': sub`arn:${PARTITION}:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/*`,
              },
            }),
          },
          ...flowLogStatements(config),
          {
            Sid: 'DenyInsecureTransport',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [getAtt(ID.logBucket, 'Arn'), sub`${getAtt(ID.logBucket, 'Arn')}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  };
};

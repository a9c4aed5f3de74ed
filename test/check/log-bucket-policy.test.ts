// Whether the policy of a log bucket covers the folder of the log.
import { expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';

function codesFor(resource: string, { prefix = 'prod', bucketName = '' } = {}): string[] {
  const result = checkTemplate(`
Parameters:
  Folder: { Type: String }
Resources:
  Bucket: { Type: AWS::S3::Bucket${bucketName === '' ? '' : `, Properties: { BucketName: ${bucketName} }`} }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: { Service: logdelivery.elasticloadbalancing.amazonaws.com }
          Action: s3:PutObject
          Resource: ${resource}
  ALB:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Policy
    Properties:
      Subnets: [subnet-1, subnet-2]
      LoadBalancerAttributes:
        - { Key: access_logs.s3.enabled, Value: 'true' }
        - { Key: access_logs.s3.bucket, Value: !Ref Bucket }
        - { Key: access_logs.s3.prefix, Value: ${prefix} }
`);
  if (!result.ok) throw new Error('not a template');
  return result.findings.map(({ code }) => code).filter((code) => code === 'log-bucket-policy');
}

it.each([
  ['the folder', "!Sub '${Bucket.Arn}/prod/AWSLogs/${AWS::AccountId}/*'", []],
  ['all of the bucket', "!Join ['', [!GetAtt Bucket.Arn, '/*']]", []],
  ['everything', "'*'", []],
  ['by partition and name', "!Sub 'arn:${AWS::Partition}:s3:::${Bucket}/*/AWSLogs/*'", []],
  ['a variable of its own', "!Sub ['${Arn}/prod/AWSLogs/*', { Arn: !GetAtt Bucket.Arn }]", []],
  ['an account by number', "!Sub 'arn:aws:s3:::${Bucket}/prod/AWSLogs/123456789012/*'", []],
  ['the logs alone', "!Sub '${Bucket.Arn}/prod/AWSLogs/*/elasticloadbalancing/*'", []],
  ['one of two', "[!Sub '${Bucket.Arn}/other/*', !Sub '${Bucket.Arn}/prod/*']", []],
  ['a parameter', "!Sub '${Bucket.Arn}/${Folder}/AWSLogs/*'", []],
  ['a bucket that may be this one', "'arn:aws:s3:::chat-logs/AWSLogs/*'", []],
  ['another folder', "!Sub '${Bucket.Arn}/stage/AWSLogs/${AWS::AccountId}/*'", ['log-bucket-policy']],
  ['no folder', "!Sub '${Bucket.Arn}/AWSLogs/*'", ['log-bucket-policy']],
  ['the bucket without its objects', '!GetAtt Bucket.Arn', ['log-bucket-policy']],
])('allowed for %s', (_, resource, codes) => {
  expect(codesFor(resource)).toEqual(codes);
});

it('does not judge a folder that is a parameter', () => {
  expect(codesFor("!Sub '${Bucket.Arn}/stage/AWSLogs/*'", { prefix: '!Ref Folder' })).toEqual([]);
});

it('knows a bucket by its name', () => {
  const bucketName = "!Sub 'chat-${AWS::AccountId}'";
  const allowed = (folder: string) => `!Sub 'arn:aws:s3:::chat-\${AWS::AccountId}/${folder}/AWSLogs/*'`;
  expect(codesFor(allowed('prod'), { bucketName })).toEqual([]);
  expect(codesFor(allowed('stage'), { bucketName })).toEqual(['log-bucket-policy']);
});

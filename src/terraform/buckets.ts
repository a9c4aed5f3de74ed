// S3 buckets for logs, with their encryption and policies.
import { items, jsonNode, properties, reference, type Node } from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import type { Argument } from './argument.ts';
import { resourceOf, type Translation } from './translation.ts';

export function buckets(translation: Translation): Resource[] {
  const encryptions = translation.of('aws_s3_bucket_server_side_encryption_configuration');
  const policies = translation.of('aws_s3_bucket_policy').map((one) => ({
    one,
    bucket: translation.target(one.at('bucket')) ?? byName(one.at('bucket').value, translation),
  }));
  const all = translation.of('aws_s3_bucket').map((one) => {
    const own = encryptions.find((other) => isOf(other.at('bucket'), one, translation));
    return {
      one,
      resource: resourceOf(one, 'AWS::S3::Bucket', [
        ['BucketName', one.at('bucket').node()],
        ['BucketEncryption', own && encryptionOf(own)],
      ]),
    };
  });
  const hasOrphan = policies.some(({ one, bucket }) => !bucket && one.at('bucket').isUnknown);
  return [
    ...all.map(({ resource }) => resource),
    ...policies.map(({ one }) =>
      resourceOf(one, 'AWS::S3::BucketPolicy', [
        ['Bucket', translation.link(one.at('bucket'))],
        ['PolicyDocument', documentOf(one.at('policy'))],
      ]),
    ),
    // A bucket's own policy argument, or an unknown policy that may belong to any bucket.
    ...all.flatMap(({ one }) => {
      const own = one.at('policy');
      const isHidden = hasOrphan || own.isUnknown || (!own.isSet && !one.owner.isNew && own.value !== '');
      if (!own.isSet && !isHidden) return [];
      return [
        resourceOf(
          one,
          'AWS::S3::BucketPolicy',
          [
            ['Bucket', reference(one.owner.address, one.line)],
            ['PolicyDocument', own.isSet ? documentOf(own) : own.unknownNode()],
          ],
          `${one.owner.address} policy`,
        ),
      ];
    }),
  ];
}

const byName = (name: unknown, translation: Translation) =>
  typeof name === 'string'
    ? translation.of('aws_s3_bucket').find((one) => one.at('bucket').value === name)?.owner
    : undefined;

const isOf = (argument: Argument, bucket: Argument, translation: Translation): boolean =>
  (translation.target(argument) ?? byName(argument.value, translation)) === bucket.owner;

function encryptionOf(one: Argument): Node | undefined {
  const rule = one.block('rule')?.block('apply_server_side_encryption_by_default');
  const algorithm = rule?.at('sse_algorithm');
  if (!algorithm) return undefined;
  const { line } = algorithm;
  const byDefault = properties(line, [['SSEAlgorithm', algorithm.node()]]);
  const rules = items(line, [properties(line, [['ServerSideEncryptionByDefault', byDefault]])]);
  return properties(line, [['ServerSideEncryptionConfiguration', rules]]);
}

/** A policy is JSON in a string. */
function documentOf(argument: Argument): Node | undefined {
  const { value } = argument;
  if (typeof value !== 'string' || value === '') return argument.unknownNode();
  try {
    return jsonNode(JSON.parse(value), argument.line);
  } catch {
    return argument.unknownNode();
  }
}

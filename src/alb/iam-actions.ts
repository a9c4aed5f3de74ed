// The IAM action that an operation of AWS needs.
// Source: Service Authorization Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/).

/** Prefixes that differ from the name of the AWS CLI command. */
const PREFIXES: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing', s3api: 's3' };

/** Actions that differ from the name of the operation. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
};

/** `elasticloadbalancing:DescribeListeners`. GetCallerIdentity of STS needs none. */
export function iamAction({
  service,
  operation,
}: {
  readonly service: string;
  readonly operation: string;
}): string {
  const action = `${PREFIXES[service] ?? service}:${operation}`;
  return ACTIONS[action] ?? action;
}

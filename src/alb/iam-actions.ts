// The IAM action that an AWS operation needs. Source: Service Authorization Reference
// (https://docs.aws.amazon.com/service-authorization/latest/reference/).

/** IAM prefixes that differ from the AWS CLI command. */
const PREFIXES: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing', s3api: 's3' };

/** IAM actions that differ from the operation's name. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
};

/** `elasticloadbalancing:DescribeListeners`. (GetCallerIdentity of STS needs no permission.) */
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

import { expect, it } from 'vitest';
import { failureOfError } from '../../src/aws/failure.ts';
import { awsCall } from '../../src/common/aws-call.ts';

const call = awsCall('elbv2', 'DescribeRules', { ListenerArn: 'arn' });
const thrown = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const failure = (error: Error, profile?: string) => failureOfError(error, call, profile);

it.each([
  [
    thrown('AccessDenied', 'x', { Code: 'AccessDenied', $metadata: { httpStatusCode: 403 } }),
    'access-denied',
  ],
  [thrown('ThrottlingException', 'Rate exceeded'), 'throttled'],
  [thrown('LoadBalancerNotFoundException', 'x', { Code: 'LoadBalancerNotFound' }), 'not-found'],
  [thrown('ValidationError', 'Stack with id nope does not exist'), 'not-found'],
  [thrown('NoSuchBucketPolicy', 'x'), 'not-found'],
  [thrown('ExpiredToken', 'The security token is expired'), 'expired'],
  [thrown('InvalidClientTokenId', 'x'), 'credentials'],
  [thrown('CredentialsProviderError', 'Could not load credentials from any providers'), 'credentials'],
  [
    thrown('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
    'expired',
  ],
  [thrown('Error', 'getaddrinfo ENOTFOUND x', { code: 'ENOTFOUND', hostname: 'x' }), 'unreachable'],
  [thrown('Error', 'self-signed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'unreachable'],
  [thrown('TimeoutError', 'Socket timed out'), 'timeout'],
  [thrown('ValidationError', 'The token is odd', { $metadata: { httpStatusCode: 400 } }), 'refused'],
  // S3 sends no body in response to HEAD, and therefore no error code.
  [thrown('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 403 } }), 'access-denied'],
])('%s', (error, kind) => {
  expect(failure(error).kind).toBe(kind);
});

it('names the permission that AWS names, or else the one that the call needs', () => {
  const named =
    'User: arn:aws:iam::1:user/x is not authorized to perform: acm:DescribeCertificate on resource: *';
  expect(failure(thrown('AccessDeniedException', named)).permission).toBe('acm:DescribeCertificate');
  expect(failure(thrown('AccessDenied', 'Access Denied')).permission).toBe(
    'elasticloadbalancing:DescribeRules',
  );
});

it('says how to log in again, with the profile quoted for a shell', () => {
  const message =
    "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.";
  expect(failure(thrown('CredentialsProviderError', message), 'my team').remedy).toBe(
    "Log in again: aws sso login --profile 'my team'",
  );
});

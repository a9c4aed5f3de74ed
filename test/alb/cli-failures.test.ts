import { expect, it } from 'vitest';
import { failureOf } from '../../src/alb/cli-failures.ts';

it.each([
  [
    'An error occurred (AccessDenied) when calling the DescribeListeners operation: User: arn:… is not authorized',
    'access-denied',
  ],
  [
    'An error occurred (UnauthorizedOperation) when calling the DescribeInstances operation: You are not authorized',
    'access-denied',
  ],
  [
    'An error occurred (ExpiredToken) when calling the DescribeStacks operation: The security token is expired',
    'expired',
  ],
  [
    'An error occurred (InvalidClientTokenId) when calling the DescribeStacks operation: The token is invalid.',
    'credentials',
  ],
  ['Unable to locate credentials. You can configure credentials by running "aws configure".', 'credentials'],
  ['The SSO session associated with this profile has expired. To refresh it run aws sso login', 'expired'],
  ['Error loading SSO Token: Token for https://example.awsapps.com/start does not exist', 'credentials'],
  ['The config profile (nope) could not be found', 'credentials'],
  [
    'An error occurred (Throttling) when calling the DescribeStacks operation (reached max retries: 4): Rate exceeded',
    'throttled',
  ],
  [
    'An error occurred (RequestLimitExceeded) when calling the DescribeInstances operation: Request limit exceeded.',
    'throttled',
  ],
  [
    'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id nope does not exist',
    'not-found',
  ],
  [
    'An error occurred (LoadBalancerNotFound) when calling the DescribeLoadBalancers operation: One or more not found',
    'not-found',
  ],
  [
    'An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: The bucket policy does not exist',
    'not-found',
  ],
  [
    'An error occurred (ServerSideEncryptionConfigurationNotFoundError) when calling the GetBucketEncryption operation: x',
    'not-found',
  ],
  [
    'An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation: x',
    'not-found',
  ],
  ['Could not connect to the endpoint URL: "https://cloudformation.nowhere-1.amazonaws.com/"', 'unreachable'],
  ['You must specify a region. You can also configure your region by running "aws configure".', 'no-region'],
  ['Read timeout on endpoint URL: "https://monitoring.eu-west-1.amazonaws.com/"', 'timeout'],
  [
    'An error occurred (ValidationError) when calling the GetMetricData operation: The token profile is odd',
    'refused',
  ],
  // How Athena words an error from S3.
  ['the query requests failed: Access Denied (Service: Amazon S3; Status Code: 403)', 'access-denied'],
  ['', 'refused'],
])('%s', (stderr, kind) => {
  expect(failureOf(stderr).kind).toBe(kind);
});

it("separates AWS's error code from its message", () => {
  expect(
    failureOf(
      '\nAn error occurred (NoSuchBucket) when calling the GetBucketPolicy operation: The specified\n bucket does not exist\n',
    ),
  ).toEqual({ kind: 'not-found', code: 'NoSuchBucket', message: 'The specified bucket does not exist' });
});

// Why an AWS call failed, and what to do about it.

/** Why a call failed. */
export type FailureKind =
  | 'access-denied'
  /** None were found, or AWS does not know them. */
  | 'credentials'
  /** They were valid but have expired. */
  | 'expired'
  | 'no-region'
  | 'not-found'
  | 'throttled'
  | 'timeout'
  /** The response is not from AWS: a web page, usually from a proxy. */
  | 'not-aws'
  | 'unreachable'
  /** AWS answered, but left out what was asked for. */
  | 'left-out'
  | 'refused';

export interface Failure {
  readonly kind: FailureKind;
  /** AWS's error code, if there is one: `NoSuchBucketPolicy`. */
  readonly code: string | undefined;
  /** AWS's own message, on one line. */
  readonly message: string;
  /** For `access-denied`: the missing IAM action, if it is known from the message or the call. */
  readonly permission?: string;
  /** What to do, if it differs from the remedy for this kind. */
  readonly remedy?: string;
}

const CODES: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'expired'],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|InvalidToken|IncompleteSignature|MissingAuthenticationToken|MissingAuthenticationTokenException|OptInRequired)$/,
    'credentials',
  ],
  [
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|AuthorizationError|AuthorizationErrorException|AllAccessDisabled|403)$/,
    'access-denied',
  ],
  [
    /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|RequestThrottled|RequestThrottledException|SlowDown|BandwidthLimitExceeded|ProvisionedThroughputExceededException|LimitExceededException)$/,
    'throttled',
  ],
  [/(NotFound|NotFoundException|NotFoundError|^NoSuch\w+|^404|\.NotFound)$/, 'not-found'],
];

/** The kind of failure that an AWS error code means. */
export const kindOfCode = (code: string): FailureKind | undefined =>
  CODES.find(([pattern]) => pattern.test(code))?.[1];

/** "User: … is not authorized to perform: elasticloadbalancing:DescribeRules on resource: …" */
export const permissionIn = (message: string): string | undefined =>
  /not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1];

/**
 * What to do for each kind, whatever was called. Kinds are missing where the remedy depends on the call, such as a
 * permission or a name.
 */
export const FAILURE_REMEDIES: Readonly<Partial<Record<FailureKind, string>>> = {
  credentials:
    'Log in with `aws login` or `aws sso login`, set credentials with `aws configure`, or name another --profile. `aws sts get-caller-identity` shows whether they work.',
  expired:
    'Log in again: `aws sso login` or `aws login`, with the same --profile; or get new temporary credentials.',
  'no-region': 'Add --region, set AWS_REGION, or set one in the profile: `aws configure set region REGION`.',
  'not-found': 'Check the name, --region and --profile: nothing of this name is in this Region and account.',
  throttled: 'AWS refuses because too many calls are made in this account. Run again in a minute.',
  'not-aws':
    'Check AWS_ENDPOINT_URL, and whether a proxy, or a login page of the network, answers instead of AWS.',
  unreachable: 'Check --region (or AWS_REGION), the network, HTTPS_PROXY and AWS_ENDPOINT_URL.',
};

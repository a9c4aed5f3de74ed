// Why a call of the AWS CLI gives no answer: what it prints, sorted, and what to do about it.

/** Why a call gave no answer. */
export type FailureKind =
  | 'access-denied'
  | 'credentials'
  | 'not-found'
  | 'throttled'
  | 'timeout'
  | 'not-json'
  | 'unreachable'
  /** AWS answered, but not this. */
  | 'left-out'
  | 'refused';

export interface Failure {
  readonly kind: FailureKind;
  /** AWS's own error code, where it named one: `NoSuchBucketPolicy`. */
  readonly code: string | undefined;
  /** In the words of the AWS CLI, on one line. */
  readonly message: string;
}

/** "An error occurred (AccessDenied) when calling the DescribeListeners operation: …" */
const SERVICE_ERROR = /An error occurred \((?<code>[\w.:]+)\)[^:]*: ?(?<words>[\s\S]*)/;

const CODES: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /^(ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch|InvalidAccessKeyId|InvalidToken|TokenRefreshRequired|IncompleteSignature|MissingAuthenticationToken|OptInRequired)$/,
    'credentials',
  ],
  [
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|AllAccessDisabled|403)$/,
    'access-denied',
  ],
  [
    /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|RequestThrottled|RequestThrottledException|SlowDown|BandwidthLimitExceeded|ProvisionedThroughputExceededException|LimitExceededException)$/,
    'throttled',
  ],
  [/(NotFound|NotFoundException|NotFoundError|^NoSuch\w+|^404|\.NotFound)$/, 'not-found'],
];

/** Errors that the AWS CLI has before it reaches a service. */
const WORDS: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /Unable to locate credentials|Partial credentials|could not be found|Token has expired|Error loading SSO Token|SSO session|sso login|credential_process|Error when retrieving (credentials|token)|MFA|refresh failed|InvalidConfig|The source profile/i,
    'credentials',
  ],
  // Athena puts what S3 refused into words of its own.
  [/Access ?Denied|Forbidden|not authorized/i, 'access-denied'],
  [/does not exist|not found/i, 'not-found'],
  [
    /Could not connect to the endpoint|Connect timeout|Connection was closed|SSL validation failed|Invalid endpoint|You must specify a region|Provided region_name|Failed to connect to proxy/i,
    'unreachable',
  ],
  [/Read timeout/i, 'timeout'],
];

/** Sorts what the AWS CLI printed on stderr. */
export function failureOf(stderr: string): Failure {
  const { code, words } = SERVICE_ERROR.exec(stderr)?.groups ?? {};
  const message = (words ?? stderr).replace(/\s+/g, ' ').trim() || 'no reason given';
  const byCode = code === undefined ? undefined : CODES.find(([pattern]) => pattern.test(code));
  const byWords = WORDS.find(([pattern]) => pattern.test(code === undefined ? message : (words ?? '')));
  // A service's own code says more than its words; ValidationError, as of CloudFormation, says nothing.
  const kind =
    byCode?.[1] ?? (byWords?.[1] === 'credentials' && code !== undefined ? undefined : byWords?.[1]);
  return { kind: kind ?? 'refused', code, message };
}

/** What to do, whatever was called. What is missing depends on the call: a permission, a name. */
export const FAILURE_REMEDIES: Readonly<Partial<Record<FailureKind, string>>> = {
  credentials:
    'Give the AWS CLI credentials that work: run `aws configure`, `aws sso login`, or name another --profile. `aws sts get-caller-identity` tells whether they do.',
  'not-found': 'Check the name, --region and --profile: nothing of this name is in this Region and account.',
  throttled: 'AWS refuses because too many calls are made in this account. Run again in a minute.',
  unreachable: 'Check --region (or AWS_DEFAULT_REGION) and the network.',
};

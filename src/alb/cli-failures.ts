// Classifies AWS CLI failures by what the CLI prints.
import { kindOfCode, permissionIn, type Failure, type FailureKind } from './failures.ts';

/** "An error occurred (AccessDenied) when calling the DescribeListeners operation: …" */
const SERVICE_ERROR = /An error occurred \((?<code>[\w.:]+)\)[^:]*: ?(?<words>[\s\S]*)/;

/** Errors that the AWS CLI reports before it reaches a service. */
const WORDS: readonly (readonly [RegExp, FailureKind])[] = [
  [/You must specify a region/i, 'no-region'],
  [/Token has expired|session (associated .*)?has expired|refresh failed/i, 'expired'],
  [
    /Unable to locate credentials|Partial credentials|could not be found|Error loading SSO Token|SSO session|sso login|credential_process|Error when retrieving (credentials|token)|MFA|InvalidConfig|The source profile/i,
    'credentials',
  ],
  // Athena wraps a refusal by S3 in its own wording.
  [/Access ?Denied|Forbidden|not authorized/i, 'access-denied'],
  [/does not exist|not found/i, 'not-found'],
  [
    /Could not connect to the endpoint|Connect timeout|Connection was closed|SSL validation failed|Invalid endpoint|Provided region_name|Failed to connect to proxy/i,
    'unreachable',
  ],
  [/Read timeout/i, 'timeout'],
];

/** Classifies what the AWS CLI printed on stderr. */
export function failureOf(stderr: string): Failure {
  const { code, words } = SERVICE_ERROR.exec(stderr)?.groups ?? {};
  const message = (words ?? stderr).replace(/\s+/g, ' ').trim() || 'no reason given';
  const byCode = code === undefined ? undefined : kindOfCode(code);
  const byWords = WORDS.find(([pattern]) => pattern.test(code === undefined ? message : (words ?? '')))?.[1];
  // A service's error code is more precise than its message, except for codes such as CloudFormation's ValidationError,
  // which say nothing.
  const isOfCli = byWords === 'credentials' || byWords === 'expired' || byWords === 'no-region';
  const kind = byCode ?? (isOfCli && code !== undefined ? undefined : byWords) ?? 'refused';
  const permission = kind === 'access-denied' ? permissionIn(message) : undefined;
  return { kind, code, message, ...(permission !== undefined && { permission }) };
}

// Classifies errors that the SDK throws: why the call failed.
import { iamAction } from '../alb/iam-actions.ts';
import { kindOfCode, permissionIn, type Failure, type FailureKind } from '../alb/failures.ts';
import type { AwsRequest } from '../common/aws-call.ts';
import { quote } from '../common/shell.ts';

/** Node.js and SDK error codes for failures before AWS answers. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'the connection timed out',
  EPROTO: 'the TLS handshake failed',
};
/** OpenSSL error codes for certificates that Node.js does not trust. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/;

interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly message?: unknown;
  readonly hostname?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** @param profile as the user gave it, for the login command in the remedy. */
export function failureOfError(
  error: unknown,
  call: AwsRequest | undefined,
  profile: string | undefined,
): Failure {
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as Thrown;
  const message = oneLine(thrown.message);
  const { name } = thrown;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError' || isOfProfile(message))
    return ofCredentials(message, profile);
  return (
    ofNetwork(thrown, message) ??
    ofService(thrown, message, call) ?? { kind: 'refused', code: undefined, message }
  );
}

const oneLine = (message: unknown): string =>
  (typeof message === 'string' ? message : '').replace(/\s+/g, ' ').trim() || 'no reason given';

/** credential_process and a damaged config file throw plain errors. */
const isOfProfile = (message: string): boolean =>
  /credential_process|Profile .* (returned|did not)/.test(message);

/** The SDK's messages mention its own functions; these say the same in terms that users know. */
function ofCredentials(message: string, profile: string | undefined): Failure {
  const withProfile = profile === undefined ? '' : ` --profile ${quote(profile)}`;
  if (/expired|refresh|re-?authenticate|sso login|aws login/i.test(message)) {
    const login = /aws login|login/i.test(message) && !/sso/i.test(message) ? 'aws login' : 'aws sso login';
    return {
      kind: 'expired',
      code: undefined,
      message: message.replace(/ To refresh this SSO session.*$/, ''),
      remedy: `Log in again: ${login}${withProfile}`,
    };
  }
  if (/multi-factor|MFA/.test(message))
    return {
      kind: 'credentials',
      code: undefined,
      message: 'The profile’s role needs a code from an MFA device, and there is no terminal to ask on.',
      remedy:
        'Run it on a terminal, or set credentials that were made with the code (`aws sts assume-role`).',
    };
  if (message.startsWith('Could not load credentials from any'))
    return { kind: 'credentials', code: undefined, message: 'No AWS credentials were found.' };
  return { kind: 'credentials', code: undefined, message: `No AWS credentials were found: ${message}` };
}

function ofNetwork(
  { name, code, hostname, address, port, cause }: Thrown,
  message: string,
): Failure | undefined {
  const inner = (typeof cause === 'object' && cause !== null ? cause : {}) as Thrown;
  const text = [code, inner.code].find((one) => typeof one === 'string') ?? '';
  const host = hostname ?? inner.hostname ?? address ?? inner.address;
  const at = typeof host === 'string' ? `${host}${typeof port === 'number' ? `:${port}` : ''}: ` : '';
  if (NETWORK[text] !== undefined)
    return {
      kind: 'unreachable',
      code: undefined,
      message: `Could not connect to AWS: ${at}${NETWORK[text]}`,
    };
  if (CERTIFICATE.test(text))
    return {
      kind: 'unreachable',
      code: undefined,
      message: `Could not connect to AWS: ${at}its certificate is not trusted (${text})`,
      remedy:
        'If the network has its own certificate authority, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to its file.',
    };
  if (name === 'TimeoutError') return { kind: 'timeout', code: undefined, message };
  if (/Region not accepted|Invalid endpoint|Invalid URL/i.test(message))
    return { kind: 'unreachable', code: undefined, message };
  return undefined;
}

function ofService(thrown: Thrown, message: string, call: AwsRequest | undefined): Failure | undefined {
  const status = thrown.$metadata?.httpStatusCode;
  // The error code in the response is more precise than the SDK's name for its shape.
  const named = [thrown.Code, thrown.code, thrown.name].filter(
    (one): one is string =>
      typeof one === 'string' && !/^(Error|UnknownError|Unknown|TypeError|SyntaxError)$/.test(one),
  );
  const code = named[0];
  const kind: FailureKind | undefined =
    named.map(kindOfCode).find((one) => one !== undefined) ??
    (/does not exist|not found/i.test(message) ? 'not-found' : undefined) ??
    (/not authorized|Access ?Denied|Forbidden/i.test(message) || (status === 403 && code === undefined)
      ? 'access-denied'
      : undefined) ??
    (status === 404 ? 'not-found' : undefined) ??
    (status === 429 ? 'throttled' : undefined);
  if (code === undefined && status === undefined) return undefined;
  const permission =
    kind === 'access-denied' ? (permissionIn(message) ?? (call && iamAction(call))) : undefined;
  return {
    kind: kind ?? 'refused',
    code,
    message: message === 'UnknownError' || message === 'Unknown' ? `status ${status}` : message,
    ...(permission !== undefined && { permission }),
  };
}

// What ELB and CloudFormation accept for authentication.
import type { IntegerSpec, StringSpec, ValueSpec } from './values.ts';

/** elbv2 API, AuthenticateOidcActionConfig and AuthenticateCognitoActionConfig. */
export const AUTHENTICATION = {
  onUnauthenticated: { kind: 'enum', values: ['deny', 'allow', 'authenticate'] },
  // RFC 6749 section 3.3: tokens separated by spaces.
  scope: {
    kind: 'string',
    pattern: /^[!#-[\]-~]+( [!#-[\]-~]+)*$/,
    maxLength: 1024,
    words: 'words with a space between them, such as "openid email"',
  },
  // RFC 6265: token characters.
  sessionCookieName: {
    kind: 'string',
    pattern: /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/,
    maxLength: 256,
    words: "a cookie name of at most 256 letters, digits and ! # $ % & ' * + - . ^ _ ` | ~",
  },
  sessionTimeout: { kind: 'integer', min: 1, max: 604_800, unit: 'seconds' },
} as const satisfies Record<string, ValueSpec | IntegerSpec>;

/** Secrets Manager API, CreateSecret, and CloudFormation's dynamic references, whose parts are separated by colons. */
export const SECRET = {
  id: {
    kind: 'string',
    pattern: /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/,
    words: 'the name or the ARN of a secret in Secrets Manager',
  },
  key: {
    kind: 'string',
    pattern: /^[A-Za-z0-9_.-]{1,128}$/,
    words: '1–128 letters, digits and _ . -',
  },
} as const satisfies Record<string, StringSpec>;

/** Port of the identity provider, which the load balancer reaches over IPv4 only (listener-authenticate-users). */
export const IDENTITY_PROVIDER_PORT = 443;

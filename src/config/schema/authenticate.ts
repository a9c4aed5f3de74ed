// Authentication by the load balancer, before a request reaches a server.
import * as z from 'zod/mini';
import { AUTHENTICATION, SECRET } from '../../alb/authentication.ts';
import { describe, optional, value } from '../fields.ts';
import { arnOf } from './names.ts';

const type = <T extends string>(name: T) =>
  describe(z.literal(name), 'Who authenticates users: any OpenID Connect provider, or a Cognito user pool.', {
    allowed: 'one of oidc, cognito',
  });

const text = (words: string, pattern: RegExp, description: string) =>
  describe(z.string().check(z.regex(pattern)), description, { allowed: words });

const url = (description: string) =>
  text('a URL that begins with https://', /^https:\/\/[!-~]{1,1000}$/, description);

const common = {
  scope: value(AUTHENTICATION.scope, 'openid', 'The claims asked for.'),
  sessionCookieName: value(
    AUTHENTICATION.sessionCookieName,
    'AWSELBAuthSessionCookie',
    'The session cookie. A page and the sockets share a session if they use the same cookie name on the same host.',
  ),
  sessionTimeout: value(
    AUTHENTICATION.sessionTimeout,
    604_800,
    'Seconds after which people sign in again. An open socket stays open: only the handshake is checked.',
  ),
};

const clientSecret = describe(
  z.strictObject({
    secret: text(SECRET.id.words, SECRET.id.pattern, 'The name or ARN of the secret in Secrets Manager.'),
    key: optional(SECRET.key, 'The key within a JSON secret; without it the whole secret is used.'),
  }),
  'The secret of the client, read from Secrets Manager at each deployment. The template holds its name, never its value.',
  { allowed: 'a group of keys: secret, key', isSecret: true },
);

/** @param fallback what happens to users who have not signed in, unless the config says otherwise. */
export function authenticate(fallback: 'deny' | 'authenticate', description: string) {
  const onUnauthenticated = value(
    AUTHENTICATION.onUnauthenticated,
    fallback,
    'What happens to a request from somebody who is not signed in: deny answers 401, allow forwards it, authenticate redirects to the provider.',
  );
  const schema = z.union([
    z.strictObject({
      type: type('oidc'),
      issuer: url('The provider’s issuer, as it appears in tokens.'),
      authorizationEndpoint: url('Where people sign in.'),
      tokenEndpoint: url('Where the load balancer fetches tokens.'),
      userInfoEndpoint: url('Where the load balancer fetches claims.'),
      clientId: text('1–1024 printable characters', /^[!-~]{1,1024}$/, 'The id of the client.'),
      clientSecret,
      ...common,
      onUnauthenticated,
    }),
    z.strictObject({
      type: type('cognito'),
      userPoolArn: text(
        'the ARN of a Cognito user pool',
        new RegExp(`^${arnOf('cognito-idp')}userpool/[a-z0-9-]+_[A-Za-z0-9]+$`),
        'The user pool.',
      ),
      userPoolClientId: text(
        'the id of a client of the user pool: 1–128 letters, digits, + and _',
        /^[A-Za-z0-9_+]{1,128}$/,
        'A client of the pool that has a secret and the authorization code grant.',
      ),
      userPoolDomain: text(
        'the prefix of the domain of the user pool, or its own domain',
        /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
        'The domain of the pool.',
      ),
      ...common,
      onUnauthenticated,
    }),
  ]);
  return describe(z.optional(schema), description, {
    allowed: 'a group of keys with type oidc or cognito',
  });
}

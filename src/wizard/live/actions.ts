// Converts the actions of a live listener rule to keys of a route.
import type { LiveRule } from './live.ts';

type Actions = NonNullable<LiveRule['Actions']>;

export interface ReadActions {
  /** The ARN of the target group that it forwards to. */
  readonly group?: string;
  readonly redirect?: Readonly<Record<string, unknown>>;
  readonly fixedResponse?: Readonly<Record<string, unknown>>;
  readonly authenticate?: Readonly<Record<string, unknown>>;
  /** What no key can express, as text for the user. The rest is still right without it. */
  readonly inexpressible: readonly string[];
  /** Why it must not become a route: without what is left out, it would let more through than it does now. */
  readonly refused?: string;
}

/** @param secret name for the OIDC client secret, since ELB does not reveal secrets. */
export function readActions(actions: Actions = [], secret: string): ReadActions {
  const ordered = actions.toSorted((left, right) => (left.Order ?? 0) - (right.Order ?? 0));
  const last = ordered.at(-1);
  const inexpressible: string[] = [];
  let authenticate: ReadActions['authenticate'];
  let refused: string | undefined;
  for (const action of ordered.slice(0, -1))
    if (action.Type === 'authenticate-oidc' || action.Type === 'authenticate-cognito')
      authenticate = authentication(action, secret, inexpressible);
    else refused = `${action.Type}, which a config has no key for`;
  return {
    ...(last && lastAction(last, inexpressible)),
    ...(authenticate && { authenticate }),
    ...(refused !== undefined && { refused }),
    inexpressible,
  };
}

function lastAction(action: Actions[number], inexpressible: string[]): Partial<ReadActions> {
  const { Type, TargetGroupArn, ForwardConfig, RedirectConfig, FixedResponseConfig } = action;
  switch (Type) {
    case 'forward': {
      const groups = (ForwardConfig?.TargetGroups ?? [])
        .filter(({ Weight }) => Weight !== 0)
        .toSorted((left, right) => (right.Weight ?? 1) - (left.Weight ?? 1));
      const group = TargetGroupArn ?? groups[0]?.TargetGroupArn;
      if (groups.length > 1)
        inexpressible.push(
          `weights over ${groups.length} target groups (${groups.map(({ TargetGroupArn: arn = '', Weight = 1 }) => `${groupName(arn)} ${Weight}`).join(', ')}): all requests go to the first`,
        );
      return group === undefined ? { refused: 'it forwards to no target group' } : { group };
    }
    case 'redirect': {
      const { Protocol, Host, Port, Path, Query, StatusCode } = RedirectConfig ?? {};
      const kept = (value: string | undefined, same: string) => (value === same ? undefined : value);
      const port = kept(Port, '#{port}');
      return {
        redirect: defined({
          protocol: kept(Protocol, '#{protocol}'),
          host: kept(Host, '#{host}'),
          port: port === undefined ? undefined : Number(port),
          path: kept(Path, '/#{path}'),
          query: kept(Query, '#{query}'),
          statusCode: StatusCode === 'HTTP_301' ? undefined : StatusCode,
        }),
      };
    }
    case 'fixed-response': {
      const { StatusCode, ContentType, MessageBody } = FixedResponseConfig ?? {};
      return {
        fixedResponse: defined({
          statusCode: Number(StatusCode),
          contentType: ContentType === 'text/plain' || ContentType === '' ? undefined : ContentType,
          body: MessageBody === '' ? undefined : MessageBody,
        }),
      };
    }
    default:
      return { refused: `${Type}, which a config has no key for` };
  }
}

/** `targetgroup/api/0123456789abcdef` -> `api` */
export const groupName = (arn: string): string => arn.split('/')[1] ?? arn;

const defined = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));

function authentication(
  { AuthenticateOidcConfig: oidc, AuthenticateCognitoConfig: cognito }: Actions[number],
  secret: string,
  inexpressible: string[],
): Record<string, unknown> {
  const common = oidc ?? cognito;
  const extra = Object.keys(common?.AuthenticationRequestExtraParams ?? {});
  if (extra.length > 0) inexpressible.push(`extra parameters of the sign-in request: ${extra.join(', ')}`);
  if (oidc)
    inexpressible.push(
      `the secret of the client ${oidc.ClientId}, which ELB does not show: put it into Secrets Manager as ${secret}, or name another secret in the config`,
    );
  return defined({
    ...(oidc && {
      type: 'oidc',
      issuer: oidc.Issuer,
      authorizationEndpoint: oidc.AuthorizationEndpoint,
      tokenEndpoint: oidc.TokenEndpoint,
      userInfoEndpoint: oidc.UserInfoEndpoint,
      clientId: oidc.ClientId,
      clientSecret: { secret },
    }),
    ...(cognito && {
      type: 'cognito',
      userPoolArn: cognito.UserPoolArn,
      userPoolClientId: cognito.UserPoolClientId,
      userPoolDomain: cognito.UserPoolDomain,
    }),
    scope: common?.Scope,
    sessionCookieName: common?.SessionCookieName,
    sessionTimeout: common?.SessionTimeout,
    onUnauthenticated: common?.OnUnauthenticatedRequest,
  });
}

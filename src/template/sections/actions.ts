import type { Authenticate, RoutingAction, RoutingRule } from '../../config/routing.ts';
import { ref } from '../intrinsics.ts';
import { targetGroupId } from '../names.ts';

/** The actions of a rule, or of a listener by default. */
export function actionsOf({ action, authenticate }: RoutingRule): Record<string, unknown>[] {
  const last = actionOf(action);
  return authenticate
    ? [
        { ...authenticateAction(authenticate), Order: 1 },
        { ...last, Order: 2 },
      ]
    : [last];
}

function actionOf(action: RoutingAction): Record<string, unknown> {
  switch (action.type) {
    case 'forward':
      return { Type: 'forward', TargetGroupArn: ref(targetGroupId(action.route)) };
    case 'redirect': {
      const { protocol, host, port, path, query, statusCode } = action.redirect;
      return {
        Type: 'redirect',
        RedirectConfig: {
          ...(protocol !== undefined && { Protocol: protocol }),
          ...(host !== undefined && { Host: host }),
          ...(port !== undefined && { Port: String(port) }),
          ...(path !== undefined && { Path: path }),
          ...(query !== undefined && { Query: query }),
          StatusCode: statusCode,
        },
      };
    }
    case 'fixed-response': {
      const { statusCode, contentType, body } = action.fixedResponse;
      return {
        Type: 'fixed-response',
        FixedResponseConfig: {
          StatusCode: String(statusCode),
          ContentType: contentType,
          ...(body !== undefined && { MessageBody: body }),
        },
      };
    }
  }
}

function authenticateAction(authenticate: Authenticate): Record<string, unknown> {
  const common = {
    Scope: authenticate.scope,
    SessionCookieName: authenticate.sessionCookieName,
    // The type of the property is a string.
    SessionTimeout: String(authenticate.sessionTimeout),
    OnUnauthenticatedRequest: authenticate.onUnauthenticated,
  };
  if (authenticate.type === 'cognito')
    return {
      Type: 'authenticate-cognito',
      AuthenticateCognitoConfig: {
        UserPoolArn: authenticate.userPoolArn,
        UserPoolClientId: authenticate.userPoolClientId,
        UserPoolDomain: authenticate.userPoolDomain,
        ...common,
      },
    };
  const { issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint, clientId, clientSecret } =
    authenticate;
  return {
    Type: 'authenticate-oidc',
    AuthenticateOidcConfig: {
      Issuer: issuer,
      AuthorizationEndpoint: authorizationEndpoint,
      TokenEndpoint: tokenEndpoint,
      UserInfoEndpoint: userInfoEndpoint,
      ClientId: clientId,
      ClientSecret: secretReference(clientSecret),
      ...common,
    },
  };
}

/** CloudFormation reads the secret itself, at each deployment: neither template nor parameter holds it. */
const secretReference = ({ secret, key = '' }: { secret: string; key?: string | undefined }): string =>
  `{{resolve:secretsmanager:${secret}:SecretString:${key}::}}`;

import {
  FIRST_WEIGHTS,
  type Authenticate,
  type RoutingAction,
  type RoutingRule,
} from '../../config/routing.ts';
import { ref } from '../intrinsics.ts';
import { ID, targetGroupId } from '../names.ts';

/** The actions of a rule, or a listener's default actions. */
export function actionsOf({ action, authenticate, priority }: RoutingRule): Record<string, unknown>[] {
  const last = actionOf(action);
  return authenticate
    ? [
        { ...authenticateAction(authenticate, priority !== undefined), Order: 1 },
        { ...last, Order: 2 },
      ]
    : [last];
}

/**
 * The initial weights. They stay the same in every version of the template, whatever ECS has changed them to: a change
 * would make CloudFormation reset them.
 */
const SHIFTED = {
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: ref(ID.targetGroup), Weight: FIRST_WEIGHTS.first },
      { TargetGroupArn: ref(ID.alternateTargetGroup), Weight: FIRST_WEIGHTS.alternate },
    ],
  },
};

function actionOf(action: RoutingAction): Record<string, unknown> {
  switch (action.type) {
    case 'forward':
      return action.isShifted
        ? SHIFTED
        : { Type: 'forward', TargetGroupArn: ref(targetGroupId(action.route)) };
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

function authenticateAction(authenticate: Authenticate, isRule: boolean): Record<string, unknown> {
  const common = {
    Scope: authenticate.scope,
    SessionCookieName: authenticate.sessionCookieName,
    // CloudFormation wants a number in a rule and a string in a listener.
    SessionTimeout: isRule ? authenticate.sessionTimeout : String(authenticate.sessionTimeout),
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

/** CloudFormation reads the secret itself at each deployment: neither template nor parameter contains it. */
const secretReference = ({ secret, key = '' }: { secret: string; key?: string | undefined }): string =>
  `{{resolve:secretsmanager:${secret}:SecretString:${key}::}}`;

import {
  FIRST_WEIGHTS,
  type Authenticate,
  type RoutingAction,
  type RoutingRule,
} from '../../config/routing.ts';
import { ruleId } from '../../template/names.ts';
import { cognito, core, duration, elbv2, elbv2Actions, enumMember } from '../library.ts';
import { call, commented, create, member, THIS, type Expression, type Value } from '../source/nodes.ts';
import { targetGroupOf } from './target-group.ts';

const listenerAction = (kind: string, ...args: readonly Value[]): Expression =>
  call(member(elbv2, 'ListenerAction'), kind, ...args);

/** What a rule, or a listener by default, does with requests. */
export function actionOf(rule: Pick<RoutingRule, 'action' | 'authenticate' | 'route'>): Expression {
  const next = lastAction(rule.action);
  return rule.authenticate ? authenticated(rule.authenticate, next, rule.route) : next;
}

function lastAction(action: RoutingAction): Expression {
  switch (action.type) {
    case 'forward':
      return action.isShifted ? shifted() : listenerAction('forward', [targetGroupOf(action.route)]);
    case 'redirect': {
      const { port, statusCode, ...parts } = action.redirect;
      return listenerAction('redirect', {
        ...parts,
        port: port === undefined ? undefined : String(port),
        permanent: statusCode === 'HTTP_301',
      });
    }
    case 'fixed-response': {
      const { statusCode, contentType, body } = action.fixedResponse;
      return listenerAction('fixedResponse', statusCode, { contentType, messageBody: body });
    }
  }
}

/** The weights from which ECS starts shifting traffic. */
const shifted = (): Expression =>
  listenerAction('weightedForward', [
    { targetGroup: targetGroupOf(undefined), weight: FIRST_WEIGHTS.first },
    { targetGroup: targetGroupOf(undefined, true), weight: FIRST_WEIGHTS.alternate },
  ]);

function authenticated(authenticate: Authenticate, next: Expression, route: string | undefined): Expression {
  const common = {
    scope: authenticate.scope,
    sessionCookieName: authenticate.sessionCookieName,
    sessionTimeout: duration(authenticate.sessionTimeout),
    onUnauthenticatedRequest: enumMember(elbv2, 'UnauthenticatedAction', authenticate.onUnauthenticated),
    allowHttpsOutbound: commented(false, 'The security group has a rule of its own for that.'),
    next,
  };
  if (authenticate.type === 'cognito') {
    const imported = (construct: string, from: string, value: string) =>
      call(member(cognito, construct), from, THIS, `${ruleId(route, 'HTTPS')}${construct}`, value);
    return create(member(elbv2Actions, 'AuthenticateCognitoAction'), {
      userPool: imported('UserPool', 'fromUserPoolArn', authenticate.userPoolArn),
      userPoolClient: imported('UserPoolClient', 'fromUserPoolClientId', authenticate.userPoolClientId),
      userPoolDomain: imported('UserPoolDomain', 'fromDomainName', authenticate.userPoolDomain),
      ...common,
    });
  }
  const { issuer, authorizationEndpoint, tokenEndpoint, userInfoEndpoint, clientId } = authenticate;
  const { secret, key } = authenticate.clientSecret;
  return listenerAction('authenticateOidc', {
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    userInfoEndpoint,
    clientId,
    clientSecret: call(
      core('SecretValue'),
      'secretsManager',
      secret,
      ...(key === undefined ? [] : [{ jsonField: key }]),
    ),
    ...common,
  });
}

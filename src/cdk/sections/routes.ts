import {
  forwardingListeners,
  routingOf,
  type RoutingCondition,
  type RoutingRule,
} from '../../config/routing.ts';
import type { Config } from '../../config/schema/index.ts';
import { ruleId } from '../../template/names.ts';
import { elbv2 } from '../library.ts';
import type { Part } from '../part.ts';
import { call, create, member, name, THIS, type Expression, type Value } from '../source/nodes.ts';
import { declare, run } from '../source/statements.ts';
import { actionOf } from './actions.ts';

/** The listener rules, on each listener that forwards. */
export function routes(config: Config): Part | undefined {
  const { rules } = routingOf(config);
  if (rules.length === 0) return undefined;
  return {
    statements: forwardingListeners(config).flatMap(({ protocol }) =>
      rules.map((rule) => {
        const listener = protocol === 'HTTPS' ? 'httpsListener' : 'httpListener';
        const construct = ruleOf(ruleId(rule.route, protocol), listener, rule);
        // The service depends on it.
        return rule.route === undefined && config.service !== false
          ? declare(socketsRule(protocol), construct)
          : run(construct);
      }),
    ),
  };
}

/** A rule on a listener, given by its name in the code. */
export const ruleOf = (id: string, listener: string, rule: RoutingRule): Expression =>
  create(member(elbv2, 'ApplicationListenerRule'), THIS, id, {
    listener: name(listener),
    priority: rule.priority,
    conditions: rule.conditions.map(conditionOf),
    action: actionOf(rule),
  });

/** The variable of the rule for sockets. */
export const socketsRule = (protocol: 'HTTP' | 'HTTPS'): string =>
  protocol === 'HTTPS' ? 'socketsRule' : 'socketsHttpRule';

function conditionOf({ field, header = '', parameter = '', values }: RoutingCondition): Expression {
  const condition = (kind: string, ...args: readonly Value[]) =>
    call(member(elbv2, 'ListenerCondition'), kind, ...args);
  switch (field) {
    case 'host-header':
      return condition('hostHeaders', values);
    case 'path-pattern':
      return condition('pathPatterns', values);
    case 'http-request-method':
      return condition('httpRequestMethods', values);
    case 'http-header':
      return condition('httpHeader', header, values);
    case 'query-string':
      return condition(
        'queryStrings',
        values.map((value) => ({ key: parameter, value })),
      );
    case 'source-ip':
      return condition('sourceIps', values);
  }
}

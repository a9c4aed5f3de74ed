// Where a config sends requests: the rules of its listeners, and what takes the remaining requests.
import { PRIORITY } from '../alb/limits.ts';
import type { ConditionField } from '../alb/topology/types.ts';
import { shiftsTraffic, testListenerOf } from './deployment.ts';
import { HTTP_PORT } from './derived.ts';
import type { Path } from './path.ts';
import type { Config, Route } from './schema/index.ts';

export type Authenticate = NonNullable<Route['authenticate']>;

export type RoutingAction =
  /** `route`: forward to its target group; undefined means the sockets' group. */
  | {
      readonly type: 'forward';
      readonly route: string | undefined;
      /** To both groups of the sockets, with the weights at which ECS begins. */
      readonly isShifted?: true;
    }
  | { readonly type: 'redirect'; readonly redirect: NonNullable<Route['redirect']> }
  | { readonly type: 'fixed-response'; readonly fixedResponse: NonNullable<Route['fixedResponse']> };

export interface RoutingCondition {
  readonly field: ConditionField;
  /** The config key that sets the condition. */
  readonly at: Path;
  /** For an http-header condition. */
  readonly header?: string;
  /** For a query-string condition. */
  readonly parameter?: string;
  readonly values: readonly string[];
}

export interface RoutingRule {
  /** The name of the route; undefined for the sockets. */
  readonly route: string | undefined;
  /**
   * The config key that the rule comes from: `target`, or a route. Empty for the fixed answer if nothing takes the
   * remaining requests.
   */
  readonly at: Path;
  readonly conditions: readonly RoutingCondition[];
  /** Undefined for the rule that takes the remaining requests. */
  readonly priority: number | undefined;
  readonly authenticate: Authenticate | undefined;
  readonly action: RoutingAction;
}

export interface Routing {
  /** In the order in which they are evaluated. */
  readonly rules: readonly (RoutingRule & { readonly priority: number })[];
  /** Takes every other request: the sockets, a route, or a 404. */
  readonly rest: RoutingRule;
}

/** The priority of the sockets' own rule, ahead of all routes. */
export const SOCKETS_PRIORITY = 10;
/** Leaves room to insert routes between two others. */
export const PRIORITY_STEP = 100;

/** If ECS needs a rule to shift, the rule that takes every socket comes after those of all routes. */
export const LAST_PRIORITY = PRIORITY.max;
/** At the first deployment all tasks are in the first group; after that, ECS decides the weights. */
export const FIRST_WEIGHTS = { first: 100, alternate: 0 } as const;

/** The rule of the sockets, as it is on every listener. */
function socketsRule(config: Config): RoutingRule {
  const { target } = config;
  const isShifted = shiftsTraffic(config);
  return {
    route: undefined,
    at: ['target'],
    conditions: conditionsOf(target, ['target']),
    priority: SOCKETS_PRIORITY,
    authenticate: target.authenticate,
    action: { type: 'forward', route: undefined, ...(isShifted && { isShifted }) },
  };
}

const EVERY_PATH: RoutingCondition = { field: 'path-pattern', at: ['target'], values: ['/*'] };

/** The rules of a config. If several routes have no conditions, the first takes the remaining requests. */
export function routingOf(config: Config): Routing {
  const sockets = socketsRule(config);
  // ECS shifts the weights of a rule, and a default action is not a rule.
  const isCatchAll = shiftsTraffic(config) && sockets.conditions.length === 0;
  let priority = 0;
  const all = config.routes.map((route, index): RoutingRule => {
    const at = ['routes', index];
    const conditions = conditionsOf(route, at);
    if (conditions.length > 0) priority = route.priority ?? priority + PRIORITY_STEP;
    return {
      route: route.name,
      at,
      conditions,
      priority: conditions.length > 0 ? priority : undefined,
      authenticate: route.authenticate,
      action: actionOf(route),
    };
  });
  const each = isCatchAll
    ? [...all, { ...sockets, conditions: [EVERY_PATH], priority: LAST_PRIORITY }]
    : [sockets, ...all];
  const rest = isCatchAll ? NOT_FOUND : (each.find(({ conditions }) => conditions.length === 0) ?? NOT_FOUND);
  const rules = each.flatMap((rule) =>
    rule.conditions.length > 0 && rule.priority !== undefined ? [{ ...rule, priority: rule.priority }] : [],
  );
  return { rules, rest: { ...rest, priority: undefined } };
}

/**
 * Requests that nothing takes never reach a server: they come from scanners, or from host names that merely point here.
 */
export const NOT_FOUND: RoutingRule = {
  route: undefined,
  at: [],
  conditions: [],
  priority: undefined,
  authenticate: undefined,
  action: { type: 'fixed-response', fixedResponse: { statusCode: 404, contentType: 'text/plain' } },
};

/** A route without an action, or with several, is rejected by a rule of its own. */
function actionOf({ name, target, redirect, fixedResponse }: Route): RoutingAction {
  if (target) return { type: 'forward', route: name };
  if (redirect) return { type: 'redirect', redirect };
  return fixedResponse ? { type: 'fixed-response', fixedResponse } : NOT_FOUND.action;
}

type Conditions = Pick<Route, 'paths' | 'hosts'> & Partial<Route>;

/** In the order of ELB's documentation; empty for the rule that takes the remaining requests. */
function conditionsOf(
  { paths, hosts, methods, headers, queryStrings, sourceIps }: Conditions,
  at: Path,
): RoutingCondition[] {
  const one = (
    field: ConditionField,
    key: string,
    values: readonly string[] | undefined,
  ): RoutingCondition[] => (values === undefined ? [] : [{ field, at: [...at, key], values }]);
  return [
    ...one('host-header', 'hosts', hosts),
    ...one('path-pattern', 'paths', paths),
    ...one('http-request-method', 'methods', methods),
    ...Object.entries(headers ?? {}).map(([header, values]): RoutingCondition => ({
      field: 'http-header',
      at: [...at, 'headers', header],
      header,
      values,
    })),
    ...Object.entries(queryStrings ?? {}).map(([parameter, value]): RoutingCondition => ({
      field: 'query-string',
      at: [...at, 'queryStrings', parameter],
      parameter,
      values: [value],
    })),
    ...one('source-ip', 'sourceIps', sourceIps),
  ];
}

/** The rule of the test listener, which serves only sockets. */
export function testRuleOf(config: Config): (RoutingRule & { readonly priority: number }) | undefined {
  if (testListenerOf(config) === undefined) return undefined;
  const sockets = socketsRule(config);
  const conditions = sockets.conditions.length === 0 ? [EVERY_PATH] : sockets.conditions;
  return { ...sockets, conditions, priority: SOCKETS_PRIORITY };
}

/** Whether the sockets take whatever no route takes, so that the listeners forward to them by default. */
export function socketsTakeTheRest(config: Config): boolean {
  const { action } = routingOf(config).rest;
  return action.type === 'forward' && action.route === undefined;
}

export interface ForwardingListener {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly port: number;
}

/** The listeners that forward, and so have the rules: a listener that redirects to HTTPS has none. */
export function forwardingListeners({ listener: { http, https } }: Config): ForwardingListener[] {
  return [
    ...(https === false ? [] : [{ protocol: 'HTTPS', port: https.port } as const]),
    ...(http === 'forward' ? [{ protocol: 'HTTP', port: HTTP_PORT } as const] : []),
  ];
}

/** Whether the load balancer authenticates some requests through an identity provider. */
export const asksIdentityProvider = (config: Config): boolean => {
  const { rules, rest } = routingOf(config);
  return [...rules, rest].some(({ authenticate }) => authenticate !== undefined);
};

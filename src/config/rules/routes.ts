// Rules about routes that do not correspond to an ELB setting.
import { takesAllOf } from '../../alb/topology/dead-rules.ts';
import { resourcePrefix } from '../derived.ts';
import { formatKey } from '../path.ts';
import { forwardingListeners, LAST_PRIORITY, routingOf, SOCKETS_PRIORITY } from '../routing.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { configTopology } from '../topology.ts';
import type { Config } from '../schema/index.ts';
import type { RouteRule, RouteViolation } from './rule.ts';

const ACTIONS = ['target', 'redirect', 'fixedResponse'] as const;

const actionOfRoute: RouteRule = {
  code: 'route-action',
  severity: 'error',
  violations: ({ routes }) =>
    routes.flatMap((route, index): RouteViolation[] => {
      const given = ACTIONS.filter((key) => route[key] !== undefined);
      if (given.length === 1) return [];
      const path = ['routes', index, ...given.slice(1, 2)];
      return [{ path, args: { name: route.name, given: given.join(' and '), second: given[1] } }];
    }),
  words: ({ name, given, second }) => ({
    what:
      given === ''
        ? `The route ${name} does nothing with its requests.`
        : `The route ${name} has ${given}: a request ends in one of them.`,
    allowed: `one of ${ACTIONS.join(', ')}`,
    remedy:
      second === undefined
        ? 'Set target.port to forward to servers.'
        : `Remove ${second}, or make it a route of its own.`,
  }),
};

const nameTwice: RouteRule = {
  code: 'route-name-twice',
  severity: 'error',
  violations: ({ routes }) => {
    const seen = new Map<string, string>([[RESERVED, 'the sockets']]);
    return routes.flatMap(({ name }, index): RouteViolation[] => {
      const prefix = resourcePrefix(name);
      const other = seen.get(prefix);
      seen.set(prefix, other ?? formatKey(['routes', index]));
      return other === undefined ? [] : [{ path: ['routes', index, 'name'], args: { name, prefix, other } }];
    });
  },
  words: ({ name, prefix, other }) => ({
    what: `The name ${name} produces resources called ${prefix}…, as that of ${other} does.`,
    allowed: 'names that differ in more than hyphens, and not web-socket',
    remedy: 'Give the route another name.',
  }),
};

/** Prefix of the sockets' own resources: WebSocketTargetGroup. */
const RESERVED = 'WebSocket';

const twoDefaults: RouteRule = {
  code: 'route-two-defaults',
  severity: 'error',
  violations: (config) => {
    const { rest } = routingOf(config);
    return config.routes.flatMap(({ name }, index): RouteViolation[] => {
      const path = ['routes', index];
      if (hasConditions(config.routes[index]) || formatKey(path) === formatKey(rest.at)) return [];
      const other = rest.route === undefined ? 'the sockets' : `the route ${rest.route}`;
      return [{ path, args: { name, other, socketsAre: rest.route === undefined ? 1 : 0 } }];
    });
  },
  words: ({ name, other, socketsAre }) => ({
    what: `Both ${other} and the route ${name} have no conditions: each would take whatever is left.`,
    allowed: 'conditions for all but one',
    remedy: socketsAre
      ? 'Set target.paths (or target.hosts) to where clients open their sockets, or give the route paths, hosts or another condition.'
      : 'Give one of them paths, hosts or another condition.',
  }),
};

const CONDITIONS = ['paths', 'hosts', 'methods', 'sourceIps'] as const;

const hasConditions = (route: Config['routes'][number] | undefined): boolean =>
  route !== undefined &&
  (CONDITIONS.some((key) => route[key] !== undefined) ||
    Object.keys(route.headers ?? {}).length + Object.keys(route.queryStrings ?? {}).length > 0);

const restNeverReached: RouteRule = {
  code: 'route-takes-all',
  severity: 'error',
  violations: (config) => {
    const topology = configTopology(config);
    const [listener] = topology.listeners;
    if (!listener || forwardingListeners(config).length === 0) return [];
    const rules = topology.rulesOf(listener.key);
    // If ECS shifts traffic, the rule that takes the remaining requests belongs to the sockets.
    const rest = rules.find(
      ({ isDefault, priority, where }) => isDefault || (priority === LAST_PRIORITY && where[0] === 'target'),
    );
    const first = rules.find(
      (rule) => !rule.isDefault && rest !== undefined && rule !== rest && takesAllOf(rule, rest),
    );
    if (!first || !rest || rest.where.length === 0) return [];
    return [{ path: first.where, args: { first: first.key, rest: rest.key } }];
  },
  words: ({ first, rest }) => ({
    what: `${first} takes every request: ${rest === 'target' ? 'no socket can be opened' : `none is left for ${rest}`}.`,
    allowed: 'conditions that leave something for the default',
    remedy:
      rest === 'target'
        ? `Set target.paths to where clients open their sockets, and remove the conditions of ${first}.`
        : `Narrow the conditions of ${first}, or remove ${rest}.`,
  }),
};

const priorityOrder: RouteRule = {
  code: 'route-priority-order',
  severity: 'error',
  violations: (config) => {
    const { rules } = routingOf(config);
    return rules.flatMap((rule, index): RouteViolation[] => {
      const before = rules[index - 1];
      // Equal priorities are covered by an ELB rule.
      if (!before || rule.priority >= before.priority) return [];
      const args = { priority: rule.priority, before: before.priority, other: formatKey(before.at) };
      return [{ path: [...rule.at, 'priority'], args }];
    });
  },
  words: ({ priority, before, other }) => ({
    what: `Priority ${priority} is lower than ${before}, that of ${other} before it in the list.`,
    allowed: `priorities that rise in the order of the list, after ${SOCKETS_PRIORITY}, that of the sockets if they have paths or hosts`,
    remedy: 'Move the route up in the list, or give it a higher priority.',
  }),
};

const priorityOfDefault: RouteRule = {
  code: 'route-default-priority',
  severity: 'error',
  violations: ({ routes }) =>
    routes.flatMap((route, index): RouteViolation[] =>
      route.priority !== undefined && !hasConditions(route)
        ? [{ path: ['routes', index, 'priority'], args: { name: route.name } }]
        : [],
    ),
  words: ({ name }) => ({
    what: `The route ${name} has a priority, but no conditions: the route for the rest comes last and has no priority.`,
    allowed: 'a priority together with paths, hosts or another condition',
    remedy: 'Remove the priority, or add a condition.',
  }),
};

const versionNeedsHttps: RouteRule = {
  code: 'route-protocol-version',
  severity: 'error',
  violations: (config) =>
    forwardingListeners(config).some(({ protocol }) => protocol === 'HTTP')
      ? targetGroupsOf(config).flatMap(({ at, protocolVersion }): RouteViolation[] =>
          protocolVersion === 'HTTP1'
            ? []
            : [{ path: [...at, 'target', 'protocolVersion'], args: { version: protocolVersion } }],
        )
      : [],
  words: ({ version }) => ({
    what: `protocolVersion is ${version}, but the HTTP listener forwards too: ELB takes ${version} behind HTTPS listeners only.`,
    allowed: 'HTTP1, or listener.http redirect or none',
    remedy: 'Set listener.http to redirect, or protocolVersion to HTTP1.',
  }),
};

const healthCheckCodes: RouteRule = {
  code: 'route-health-check-codes',
  severity: 'error',
  violations: ({ routes }) =>
    routes.flatMap(({ target, healthCheck }, index): RouteViolation[] => {
      if (target === undefined || healthCheck.matcher === undefined) return [];
      const codes = String(healthCheck.matcher);
      const isGrpc = target.protocolVersion === 'GRPC';
      const fits = codes.split(/[-,]/).every((code) => Number(code) < 100 === isGrpc);
      if (fits) return [];
      return [
        {
          path: ['routes', index, 'healthCheck', 'matcher'],
          args: { codes, version: target.protocolVersion },
        },
      ];
    }),
  words: ({ codes, version }) => ({
    what: `healthCheck.matcher is ${codes}, and target.protocolVersion is ${version}.`,
    allowed:
      version === 'GRPC'
        ? 'status codes of gRPC, 0–99: 0 is OK, 12 is UNIMPLEMENTED'
        : 'status codes of HTTP, 200–499',
    remedy:
      version === 'GRPC'
        ? 'Use codes of gRPC, or remove the key for 12.'
        : 'Use codes of HTTP, or set target.protocolVersion to GRPC.',
  }),
};

const redirectToItself: RouteRule = {
  code: 'route-redirect-loop',
  severity: 'error',
  violations: (config) => {
    const { rules, rest } = routingOf(config);
    return [...rules, rest].flatMap(({ at, action, conditions }): RouteViolation[] => {
      if (action.type !== 'redirect') return [];
      const { protocol, host, port, path, query } = action.redirect;
      const changes = [host !== undefined && host !== '#{host}', path !== undefined && path !== '/#{path}'];
      const hosts = conditions.find(({ field }) => field === 'host-header')?.values ?? [];
      const staysOnHost =
        host !== undefined && hosts.some((each) => each.toLowerCase() === host.toLowerCase());
      const isElsewhere = protocol !== undefined || port !== undefined || changes[1] === true;
      if (isElsewhere || (changes[0] === true && !staysOnHost)) return [];
      return [
        {
          path: [...at, 'redirect'],
          args: { host: staysOnHost ? host : undefined, query: query === undefined ? 0 : 1 },
        },
      ];
    });
  },
  words: ({ host }) => ({
    what:
      host === undefined
        ? 'The redirect changes neither protocol, host, port nor path: clients would come back for ever.'
        : `The redirect leads to ${host}, which the route matches: clients would come back for ever.`,
    allowed: 'a redirect that changes protocol, host, port or path',
    remedy: 'Set redirect.host or redirect.path to where clients should go.',
  }),
};

export const routeRules: readonly RouteRule[] = [
  actionOfRoute,
  nameTwice,
  twoDefaults,
  restNeverReached,
  priorityOrder,
  priorityOfDefault,
  versionNeedsHttps,
  healthCheckCodes,
  redirectToItself,
];

// Rules about authentication by the load balancer.
import { formatKey } from '../path.ts';
import { forwardingListeners, routingOf, type RoutingRule } from '../routing.ts';
import type { Config } from '../schema/index.ts';
import type { RouteRule, RouteViolation } from './rule.ts';

const authenticating = (config: Config): RoutingRule[] => {
  const { rules, rest } = routingOf(config);
  return [...rules, rest].filter(({ authenticate }) => authenticate !== undefined);
};

const needsHttps: RouteRule = {
  code: 'authenticate-http',
  severity: 'error',
  violations: (config) =>
    forwardingListeners(config).some(({ protocol }) => protocol === 'HTTP')
      ? authenticating(config).map(({ at }) => ({ path: [...at, 'authenticate'], args: {} }))
      : [],
  words: () => ({
    what: 'The HTTP listener forwards too, and ELB authenticates on HTTPS listeners only.',
    allowed: 'authenticate with listener.http redirect or none',
    remedy: 'Set listener.http to redirect, or remove authenticate.',
  }),
};

const needsIpv4: RouteRule = {
  code: 'authenticate-ipv4',
  severity: 'error',
  violations: (config) =>
    config.network.ipAddressType === 'dualstack-without-public-ipv4'
      ? authenticating(config).map(({ at }) => ({ path: [...at, 'authenticate'], args: {} }))
      : [],
  words: () => ({
    what: 'network.ipAddressType is dualstack-without-public-ipv4, and ELB reaches identity providers over IPv4 only: users would get a 500.',
    allowed: 'authenticate with network.ipAddressType ipv4 or dualstack',
    remedy: 'Set network.ipAddressType to dualstack, or remove authenticate.',
  }),
};

const redirectsHandshake: RouteRule = {
  code: 'authenticate-sockets',
  severity: 'warning',
  violations: ({ target }) =>
    target.authenticate?.onUnauthenticated === 'authenticate'
      ? [{ path: ['target', 'authenticate', 'onUnauthenticated'], args: {} }]
      : [],
  words: () => ({
    what: 'A handshake from somebody who is not signed in is redirected to the provider: browsers do not follow the redirect, and report an error without a status.',
    allowed: 'deny, which answers 401, or allow, which leaves it to the server',
    remedy: 'Set target.authenticate.onUnauthenticated to deny, and let people sign in on a page first.',
  }),
};

const nowhereToSignIn: RouteRule = {
  code: 'authenticate-no-page',
  severity: 'warning',
  violations: (config): RouteViolation[] => {
    const sockets = config.target.authenticate;
    if (sockets?.onUnauthenticated !== 'deny') return [];
    const pages = config.routes.filter(
      ({ authenticate }) =>
        authenticate?.onUnauthenticated === 'authenticate' &&
        authenticate.sessionCookieName === sockets.sessionCookieName,
    );
    if (pages.length > 0) return [];
    return [{ path: ['target', 'authenticate'], args: { cookie: sockets.sessionCookieName } }];
  },
  words: ({ cookie }) => ({
    what: `Handshakes without a session are denied, and no route signs people in with the cookie ${cookie}.`,
    allowed:
      'a route of pages with authenticate, onUnauthenticated authenticate and the same sessionCookieName',
    remedy: 'Add authenticate to the route of your pages.',
  }),
};

const sharedCookie: RouteRule = {
  code: 'authenticate-shared-cookie',
  severity: 'warning',
  violations: (config) => {
    const [first, ...others] = authenticating(config);
    return others.flatMap(({ at, authenticate }): RouteViolation[] => {
      const other = first?.authenticate;
      if (!first || !other || !authenticate) return [];
      if (idOf(other) === idOf(authenticate)) return [];
      if (other.sessionCookieName !== authenticate.sessionCookieName) return [];
      return [
        {
          path: [...at, 'authenticate'],
          args: { other: formatKey([...first.at, 'authenticate']), cookie: authenticate.sessionCookieName },
        },
      ];
    });
  },
  words: ({ other, cookie }) => ({
    what: `The client differs from that of ${other}, but both keep their session in the cookie ${cookie}: on one host, each signs people out of the other.`,
    allowed: 'the same client, or another sessionCookieName',
    remedy: 'Set sessionCookieName to a different name, or use one client.',
  }),
};

const idOf = (authenticate: NonNullable<RoutingRule['authenticate']>): string =>
  authenticate.type === 'oidc'
    ? `${authenticate.issuer} ${authenticate.clientId}`
    : `${authenticate.userPoolArn} ${authenticate.userPoolClientId}`;

export const authenticateRules: readonly RouteRule[] = [
  needsHttps,
  needsIpv4,
  redirectsHandshake,
  nowhereToSignIn,
  sharedCookie,
];

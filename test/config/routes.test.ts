// Routes: what breaks each rule, and near misses.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import { socketsOf } from '../../src/alb/topology/sockets.ts';
import { handshake } from '../../src/alb/topology/match.ts';
import { reachableGroups } from '../../src/alb/topology/reach.ts';
import { formatKey } from '../../src/config/path.ts';
import { configTopology } from '../../src/config/topology.ts';
import { parseConfig, validateConfig } from '../../src/config/validate.ts';
import { wordFinding } from '../../src/config/words.ts';
import { ROUTE_CASES } from '../template/cases-routes.ts';
import { yamlOf } from '../helpers/template.ts';

const findings = (input: unknown) => {
  const result = validateConfig(input);
  return result.ok ? result.warnings : result.findings;
};
const found = (input: unknown): string[] =>
  findings(input).map(({ code, severity, path }) => `${severity} ${code} ${formatKey(path)}`);

const SOCKETS = { target: { paths: ['/ws'] } };
const to = (port = 3000) => ({ target: { port } });
const routes = (...list: object[]) => ({
  ...SOCKETS,
  routes: list.map((one, i) => ({ name: `r${i}`, ...one })),
});
const API = { paths: ['/api/*'], ...to() };
const COGNITO = ROUTE_CASES['routes-cognito']?.target?.authenticate;

describe('mistakes', () => {
  it.each([
    ['error route-two-defaults routes[0]', { routes: [{ name: 'web', ...to() }] }],
    ['error route-two-defaults routes[1]', routes(to(), to(3001))],
    ['error route-action routes[0]', routes({ paths: ['/a'] })],
    ['error route-action routes[0].redirect', routes({ ...API, redirect: { path: '/b' } })],
    [
      'error route-action routes[0].fixedResponse',
      routes({ paths: ['/a'], redirect: { path: '/b' }, fixedResponse: { statusCode: 404 } }),
    ],
    [
      'error route-name-twice routes[1].name',
      {
        ...SOCKETS,
        routes: [
          { name: 'a-1', ...API },
          { name: 'a1', paths: ['/b'], ...to() },
        ],
      },
    ],
    ['error route-name-twice routes[0].name', { ...SOCKETS, routes: [{ name: 'web-socket', ...API }] }],
    ['error route-takes-all routes[0]', { routes: [{ name: 'all', paths: ['/*'], ...to() }] }],
    ['warning rule-shadowed routes[1]', routes({ ...API }, { paths: ['/api/v1/*'], ...to() })],
    ['warning rule-shadowed routes[0]', routes({ paths: ['/ws'], ...to() })],
    [
      'error rule-condition-values routes[0].hosts',
      routes({ ...API, hosts: ['a.io', 'b.io', 'c.io', 'd.io', 'e.io'] }),
    ],
    ['error rule-condition-values target.paths', { target: { paths: ['/1', '/2', '/3', '/4', '/5', '/6'] } }],
    ['error rule-condition-wildcards routes[0].paths', routes({ paths: ['/*/*/*/*', '/?/?/*'], ...to() })],
    ['error rule-header-host routes[0].headers.Host', routes({ headers: { Host: ['a'] }, ...to() })],
    [
      'error rule-priority-duplicate routes[1].priority',
      routes({ ...API, priority: 7000 }, { paths: ['/b'], ...to(), priority: 7000 }),
    ],
    ['error rule-priority-duplicate routes[0].priority', routes({ ...API, priority: 10 })],
    ['error route-priority-order routes[1].priority', routes(API, { paths: ['/b'], ...to(), priority: 99 })],
    ['error route-priority-order routes[0].priority', routes({ ...API, priority: 9 })],
    [
      'error rule-priority-range routes[1].priority',
      routes({ ...API, priority: 50000 }, { paths: ['/b'], ...to() }),
    ],
    ['error invalid-value routes[0].priority', routes({ ...API, priority: 0 })],
    ['error route-default-priority routes[0].priority', routes({ ...to(), priority: 500 })],
    [
      'error route-health-check-codes routes[0].healthCheck.matcher',
      routes({ ...API, healthCheck: { matcher: 12 } }),
    ],
    [
      'error route-health-check-codes routes[0].healthCheck.matcher',
      routes({
        paths: ['/a'],
        target: { port: 1, protocolVersion: 'GRPC' },
        healthCheck: { matcher: '200-299' },
      }),
    ],
    [
      'error route-protocol-version routes[0].target.protocolVersion',
      {
        ...routes({ paths: ['/a'], target: { port: 1, protocolVersion: 'HTTP2' } }),
        listener: { http: 'forward' },
      },
    ],
    ['error route-redirect-loop routes[0].redirect', routes({ paths: ['/a'], redirect: {} })],
    ['error route-redirect-loop routes[0].redirect', routes({ hosts: ['a.io'], redirect: { host: 'A.io' } })],
    [
      'error slow-start-algorithm routes[0].target.slowStart',
      routes({ paths: ['/a'], target: { port: 1, slowStart: 30 } }),
    ],
    [
      'error targets-of-other-type routes[0].target.ipAddresses',
      routes({ paths: ['/a'], target: { port: 1, ipAddresses: ['10.0.0.1'] } }),
    ],
    ['error missing-key routes[0].target.port', routes({ paths: ['/a'], target: {} })],
    [
      'error unknown-key routes[0].target.paths',
      routes({ paths: ['/a'], target: { port: 1, paths: ['/b'] } }),
    ],
    ['error invalid-value routes[0].paths[0]', routes({ paths: ['api/*'], ...to() })],
    ['error invalid-value routes[0].paths[0]', routes({ paths: ['/ws?token=*'], ...to() })],
    ['error invalid-value target.hosts[0]', { target: { hosts: ['10.0.0.1'] } }],
    [
      'error authenticate-http target.authenticate',
      { target: { authenticate: COGNITO }, listener: { http: 'forward' } },
    ],
    ['warning authenticate-no-page target.authenticate', { target: { authenticate: COGNITO } }],
    [
      'warning authenticate-sockets target.authenticate.onUnauthenticated',
      { target: { authenticate: { ...COGNITO, onUnauthenticated: 'authenticate' } } },
    ],
  ])('%s', (expected, input) => {
    expect(found(input)).toContain(expected);
  });

  it('dualstack-without-public-ipv4 cannot reach an identity provider', () => {
    const input = {
      target: { authenticate: COGNITO },
      network: { ipAddressType: 'dualstack-without-public-ipv4' },
    };
    expect(found(input)).toContain('error authenticate-ipv4 target.authenticate');
  });

  it('says how many values there are, where, and how many are allowed', () => {
    const [finding] = findings(routes({ ...API, hosts: ['a.io', 'b.io', 'c.io', 'd.io', 'e.io'] }));
    expect(wordFinding(finding!)).toMatchObject({
      what: 'The conditions have 6 values together.',
      allowed: 'at most 5 over all conditions of a rule',
    });
  });

  it('refers to the keys of the route, not of the sockets', () => {
    const [finding] = findings(routes({ paths: ['/a'], target: { port: 1, slowStart: 30 } }));
    expect(wordFinding(finding!).remedy).toContain('routes[0].target.slowStart');
  });

  it('reports every route at once, each at its own place', () => {
    expect(found(routes({ ...API, priority: 'x' }, { paths: ['/b'] }))).toEqual([
      'error invalid-value routes[0].priority',
      'error route-action routes[1]',
    ]);
  });

  it('does not print secrets', () => {
    const authenticate = { ...ROUTE_CASES['routes-oidc']?.target?.authenticate, clientSecret: 'hunter2' };
    const [finding] = findings({ target: { authenticate } });
    expect(finding?.code).toBe('secret-in-clear');
    expect(JSON.stringify([finding, wordFinding(finding!)])).not.toContain('hunter2');
  });
});

describe('valid routes', () => {
  it.each([
    ['one route handles the rest', routes(API, to())],
    ['none does', routes(API)],
    ['five values', routes({ ...API, hosts: ['a.io', 'b.io', 'c.io', 'd.io'] })],
    [
      'pinned priorities in ascending order',
      routes({ ...API, priority: 11 }, { paths: ['/b'], ...to(), priority: 50000 }),
    ],
    [
      'a priority below that of the sockets, which is not pinned',
      { routes: [{ name: 'a', ...API, priority: 5 }] },
    ],
    ['a redirect to another host', routes({ hosts: ['a.io'], redirect: { host: 'b.io' } })],
    ['/* on another host', { routes: [{ name: 'a', paths: ['/*'], hosts: ['a.io'], ...to() }] }],
    ['HTTP2 beside a redirect', routes({ paths: ['/a'], target: { port: 1, protocolVersion: 'HTTP2' } })],
    [
      'different names',
      {
        ...SOCKETS,
        routes: [
          { name: 'a-b', ...API },
          { name: 'ab', paths: ['/b'], ...to() },
        ],
      },
    ],
  ])('%s', (_, input) => {
    expect(found(input)).toEqual([]);
  });

  it.each(Object.entries(ROUTE_CASES))('our own check finds nothing wrong with %s', (_, input) => {
    const result = checkTemplate(yamlOf(input));
    expect(result.ok && result.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

describe('the topology of a config', () => {
  const topology = (input: unknown) => configTopology(parseConfig(input));
  const reach = (input: unknown, path: string, host?: string) => [
    ...reachableGroups(topology(input), 'loadBalancer', handshake(path, host)),
  ];

  it('routes requests to their groups', () => {
    const input = routes(API, to());
    expect(reach(input, '/ws')).toEqual(['target']);
    expect(reach(input, '/ws/1')).toEqual(['routes[1].target']);
    expect(reach(input, '/api/1')).toEqual(['routes[0].target']);
  });

  it('routes unmatched requests nowhere', () => {
    expect(reach(SOCKETS, '/admin')).toEqual([]);
  });

  it('knows which group carries sockets', () => {
    expect([...socketsOf(topology(routes({ paths: ['/ws2'], ...to() }))).groups]).toEqual([
      ['target', { by: 'declared' }],
    ]);
  });
});

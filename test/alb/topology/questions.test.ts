import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../../src/alb/setting.ts';
import { deadRules } from '../../../src/alb/topology/dead-rules.ts';
import { differences } from '../../../src/alb/topology/differences.ts';
import { handshake, matchRule } from '../../../src/alb/topology/match.ts';
import { coversPattern, matchesPattern } from '../../../src/alb/topology/patterns.ts';
import { reachableGroups, reached } from '../../../src/alb/topology/reach.ts';
import { cannotCarrySockets, otherPurpose, socketsOf } from '../../../src/alb/topology/sockets.ts';
import {
  condition,
  defaultRule,
  forward,
  host,
  listener,
  loadBalancer,
  notFound,
  path,
  registrant,
  rule,
  targetGroup,
  topology,
} from './build.ts';

describe('patterns', () => {
  it.each([
    ['/ws', '/ws', true],
    ['/ws', '/ws/1', false],
    ['/ws/*', '/ws', false],
    ['/ws/*', '/ws/room/1', true],
    ['/*', '/', true],
    ['/v?/ws', '/v1/ws', true],
    ['/v?/ws', '/v/ws', false],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['/a*b*c', '/a-b-b-c', true],
    ['/a*b*c', '/a-b-b', false],
  ])('%s on %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it.each([
    ['/*', '/ws/*', true],
    ['/ws/*', '/ws', false],
    ['/ws*', '/ws/*', true],
    ['/ws/*', '/*', false],
    ['/v?', '/v1', true],
    ['/v?', '/v*', false],
    ['/v1', '/v?', false],
    ['/v?', '/v?', true],
    ['*', '/anything', true],
    ['*b', 'a*b', true],
  ])('%s covers %s', (general, special, expected) => {
    expect(coversPattern(general, special)).toBe(expected);
  });
});

describe('which groups a request can reach', () => {
  const rules = [
    rule(10, [path('/ws', '/ws/*')], [forward({ ws: 1 })]),
    rule(20, [host('api.example.com')], [forward({ api: 1 })]),
    defaultRule([notFound]),
  ];
  const world = topology({ rules });

  it('the group of the first matching rule', () => {
    expect([...reachableGroups(world, 'lb', handshake('/ws/room/1', 'api.example.com'))]).toEqual(['ws']);
    expect([...reachableGroups(world, 'lb', handshake('/v1', 'API.example.com'))]).toEqual(['api']);
    expect([...reachableGroups(world, 'lb', handshake('/v1', 'www.example.com'))]).toEqual([]);
  });

  it('also groups that might match, when the host is not known', () => {
    const found = reached(world, listener(), handshake('/v1'));
    expect(found.map(({ rule: { key }, match }) => `${key} ${match}`)).toEqual([
      'rule 20 maybe',
      'default yes',
    ]);
  });

  it('ignores the query string, and continues past an unknown condition', () => {
    expect([...reachableGroups(world, 'lb', handshake('/ws?token=1', 'x.example.com'))]).toEqual(['ws']);
    const unknown = rule(5, UNKNOWN, [forward({ other: 1 })]);
    expect([...reachableGroups(topology({ rules: [...rules, unknown] }), 'lb', handshake('/ws'))]).toEqual([
      'other',
      'ws',
    ]);
  });

  it('not a group of weight 0', () => {
    const shifted = topology({ rules: [defaultRule([forward({ blue: 0, green: 100 })])] });
    expect([...reachableGroups(shifted, 'lb', handshake('/'))]).toEqual(['green']);
    expect(shifted.forwardsTo('blue').map(({ share }) => share)).toEqual([0]);
    expect(shifted.forwardsTo('green').map(({ share }) => share)).toEqual([1]);
  });

  it('a rule for the Upgrade header matches a handshake, not a plain request', () => {
    const upgrade = rule(1, [condition('http-header', ['websocket'], { header: 'Upgrade' })], []);
    expect(matchRule(upgrade, handshake('/'))).toBe('yes');
    expect(matchRule(upgrade, { path: '/' })).toBe('maybe');
    expect(matchRule(rule(1, [condition('http-request-method', ['POST'])], []), handshake('/'))).toBe('no');
  });
});

describe('which groups carry sockets', () => {
  const groups = ['first', 'second'].map((key) => targetGroup(key));

  it('the group of a rule for sockets, and not the one beside it', () => {
    const world = topology({
      rules: [rule(1, [path('/ws/*')], [forward({ first: 1 })]), defaultRule([forward({ second: 1 })])],
      targetGroups: groups,
    });
    const sockets = socketsOf(world);
    expect([...sockets.groups]).toEqual([['first', { by: 'rule-words', rule: 'rule 1', text: '/ws/*' }]]);
    expect(sockets.loadBalancers.get('lb')).toBe('says');
    expect(groups.map((group) => otherPurpose(group, sockets))).toEqual([undefined, 'beside-sockets']);
  });

  it('every capable group when nothing singles one out; a gRPC group cannot carry them', () => {
    const world = topology({
      rules: [
        rule(1, [path('/a/*')], [forward({ first: 1 })]),
        rule(2, [path('/b/*')], [forward({ grpc: 1 })]),
        defaultRule([notFound]),
      ],
      targetGroups: [...groups, targetGroup('grpc', { ProtocolVersion: 'GRPC' })],
    });
    const sockets = socketsOf(world);
    expect([...sockets.groups]).toEqual([['first', { by: 'supposed' }]]);
    expect(sockets.loadBalancers.get('lb')).toBe('supposed');
    expect(otherPurpose(targetGroup('grpc', { ProtocolVersion: 'GRPC' }), sockets)).toBe('grpc');
  });

  it("none when the load balancer only redirects, or when another load balancer's name mentions sockets", () => {
    const world = topology({
      loadBalancers: [loadBalancer('lb'), loadBalancer('ChatWs')],
      listeners: [listener(), listener('other', { loadBalancer: 'ChatWs' })],
      rules: [
        defaultRule([forward({ first: 1 })]),
        defaultRule([forward({ second: 1 })], { listener: 'other' }),
      ],
      targetGroups: groups,
    });
    const { groups: found, loadBalancers } = socketsOf(world);
    expect([...loadBalancers]).toEqual([
      ['lb', 'no'],
      ['ChatWs', 'says'],
    ]);
    expect([...found.keys()]).toEqual(['second']);
    const redirecting = topology({
      rules: [defaultRule([{ where: '', type: 'redirect', order: undefined }])],
    });
    expect(socketsOf(redirecting).loadBalancers.get('lb')).toBe('no');
  });
});

describe('names that a load balancer and its groups share', () => {
  const named = (first: string, second: string) =>
    topology({
      loadBalancers: [loadBalancer('lb', { says: ['ws-prod', 'websocket-shop'] })],
      listeners: [listener()],
      rules: [rule(1, [path('/api/*')], [forward({ api: 1 })]), defaultRule([forward({ chat: 1 })])],
      targetGroups: [
        targetGroup('api', {}, { says: [first, 'websocket-shop'] }),
        targetGroup('chat', {}, { says: [second, 'websocket-shop'] }),
      ],
    });
  const kinds = (world: ReturnType<typeof topology>) =>
    [...socketsOf(world).groups].map(([key, { by }]) => `${key} ${by}`);
  it('do not distinguish one group from another', () => {
    expect(kinds(named('ws-prod-api', 'ws-prod-chat')).toSorted()).toEqual(['api supposed', 'chat supposed']);
    expect(socketsOf(named('ws-prod-api', 'ws-prod-chat')).loadBalancers.get('lb')).toBe('says');
  });
  it("count where a group's name says more, or only starts alike", () => {
    expect(kinds(named('ws-prod-api', 'ws-prod-ws'))).toEqual(['chat own-words']);
    expect(kinds(named('api', 'ws-production'))).toEqual(['chat own-words']);
  });
  it('count where the load balancer has a single group', () => {
    const alone = topology({
      loadBalancers: [loadBalancer('lb', { says: ['ws-prod'] })],
      listeners: [listener()],
      rules: [defaultRule([forward({ chat: 1 })])],
      targetGroups: [targetGroup('chat', {}, { says: ['ws-prod'] })],
    });
    expect(kinds(alone)).toEqual(['chat own-words']);
  });
});

describe('rules that can never match', () => {
  const dead = (...rules: ReturnType<typeof rule>[]) =>
    deadRules(topology({ rules }), 'listener').map((one) => `${one.rule.key} ${one.why}`);

  it('includes one below a rule that matches everything', () => {
    expect(dead(rule(1, [path('/*')], []), rule(2, [path('/ws')], []))).toEqual(['rule 2 shadowed']);
    expect(dead(rule(2, [path('/ws')], []), rule(1, [path('/ws', '/api')], []))).toEqual(['rule 2 shadowed']);
    expect(dead(rule(1, [path('/a*')], []), rule(2, [path('/api/*'), host('x.y')], []))).toEqual([
      'rule 2 shadowed',
    ]);
  });

  it.each([
    ['the earlier asks for more', rule(1, [path('/*'), host('a.b')], []), rule(2, [path('/ws')], [])],
    ['the earlier takes only a part', rule(1, [path('/ws/*')], []), rule(2, [path('/ws', '/ws/*')], [])],
    ['the later has an unknown value', rule(1, [path('/a*')], []), rule(2, [path('/ab', UNKNOWN)], [])],
    ['unknown conditions', rule(1, UNKNOWN, []), rule(2, [path('/ab')], [])],
    ['equal priorities: ELB refuses one of them', rule(1, [path('/*')], []), rule(1, [path('/ab')], [])],
    [
      'hosts of another case are the same, paths are not',
      rule(1, [path('/WS')], []),
      rule(2, [path('/ws')], []),
    ],
    [
      'headers of other names',
      rule(1, [condition('http-header', ['*'], { header: 'A' })], []),
      rule(2, [condition('http-header', ['x'], { header: 'B' })], []),
    ],
    [
      'the earlier exists under a condition',
      rule(1, [path('/*')], [], { when: { kind: 'equals', variable: 'v', value: 'x', isFree: true } }),
      rule(2, [path('/ws')], []),
    ],
  ])('does not include %s', (_why, first, second) => {
    expect(dead(first, second)).toEqual([]);
  });

  it('includes a path pattern without a leading slash', () => {
    expect(dead(rule(1, [path('ws')], []))).toEqual(['rule 1 path-without-slash']);
    expect(dead(rule(1, [path('*a', '?b')], []), rule(2, [path('ws', '/ws')], []))).toEqual([]);
  });
});

it('finds what registers with a group, and where a group is an alternate', () => {
  const world = topology({
    registrants: [registrant('chat', ['blue', 'green']), registrant('api', ['api'])],
  });
  expect(world.registrantsOf('green').map(({ key }) => key)).toEqual(['chat']);
  expect(world.registrants[0]?.groups.map(({ isAlternate }) => isAlternate)).toEqual([false, true]);
  expect(world.registrantsOf('elsewhere')).toEqual([]);
});

it.each([
  [{ TargetType: 'lambda' }, 'lambda'],
  [{ ProtocolVersion: 'GRPC' }, 'grpc'],
  [{ ProtocolVersion: 'HTTP2' }, 'http2'],
  [{ TargetControlPort: '3000' }, 'target-optimizer'],
  [{ ProtocolVersion: 'HTTP1' }, undefined],
])('a group of %j cannot carry sockets: %s', (settings, reason) => {
  expect(cannotCarrySockets(targetGroup('g', settings as Record<string, string>))).toBe(reason);
});

describe('differences between two groups', () => {
  it('compare explicit settings and defaults', () => {
    const blue = targetGroup('b', { 'stickiness.enabled': 'true', Port: '80', HealthCheckPath: UNKNOWN });
    const green = targetGroup('g', { Port: '80', HealthCheckPath: '/x', HealthCheckIntervalSeconds: '30' });
    expect(differences(blue, green)).toEqual([{ key: 'stickiness.enabled', left: 'true', right: 'false' }]);
  });
});

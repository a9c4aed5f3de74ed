// Topologies that violate and meet each rule about topologies, and topologies that look like violations but cannot be proved
// to be. test/alb checks them directly, test/check as templates.
import { UNKNOWN } from '../../../src/alb/setting.ts';
import type { Parts } from '../../../src/alb/topology/types.ts';
import type { When } from '../../../src/alb/topology/when.ts';
import {
  action,
  condition,
  defaultRule,
  forward,
  host,
  listener,
  loadBalancer,
  notFound,
  path,
  rule,
  targetGroup,
  type Where,
} from './build.ts';

/** Changes to one load balancer with one listener. */
export type Sample = Partial<Parts<Where>>;
const rules = (...of: ReturnType<typeof rule>[]): Sample => ({ rules: of });
const acts = (...actions: ReturnType<typeof action>[]): Sample => rules(rule(1, [path('/ws')], actions));
const when = (conditions: Parameters<typeof rule>[1]): Sample => rules(rule(1, conditions, [notFound]));
const is = (value: string): When => ({ kind: 'equals', variable: 'env', value, isFree: true });
const two = (key: string, more: Partial<ReturnType<typeof rule>> = {}) =>
  rule(1, [path('/a')], [notFound], { key, ...more });
const other = (key: string, more: Partial<ReturnType<typeof listener>> = {}) => listener(key, more);
const ordered = (type: string, order: number | typeof UNKNOWN) => action(type, { order });
const response = (statusCode: string | typeof UNKNOWN | undefined, body?: string, contentType?: string) =>
  acts(action('fixed-response', { fixedResponse: { statusCode, body, contentType } }));
const behindTwo = (first: When, second: When): Sample => ({
  loadBalancers: [loadBalancer('a'), loadBalancer('b')],
  listeners: [listener('la', { loadBalancer: 'a' }), listener('lb', { loadBalancer: 'b' })],
  rules: [
    defaultRule([forward({ group: 1 })], { key: 'da', listener: 'la', when: first }),
    defaultRule([forward({ group: 1 })], { key: 'db', listener: 'lb', when: second }),
  ],
  targetGroups: [targetGroup('group')],
});

/** By code. */
export const TOPOLOGY_SAMPLES: Record<
  string,
  { violated: Sample[]; met: Sample[]; notApplicable: Sample[] } | undefined
> = {
  'listener-port-duplicate': {
    violated: [{ listeners: [other('a'), other('b')] }],
    met: [
      { listeners: [other('a'), other('b', { port: 80 })] },
      { listeners: [other('a'), other('b', { loadBalancer: 'elsewhere' })] },
      { listeners: [other('a', { when: is('prod') }), other('b', { when: is('dev') })] },
      { listeners: [other('a', { when: is('prod') }), other('a', { when: is('dev') })] },
    ],
    notApplicable: [{ listeners: [other('a'), other('b', { port: UNKNOWN })] }],
  },
  'rule-priority-duplicate': {
    violated: [rules(two('a'), two('b')), rules(two('a', { when: is('prod') }), two('b'))],
    met: [
      rules(two('a'), two('b', { priority: 2 })),
      rules(two('a'), two('b', { listener: 'other' })),
      rules(two('a', { when: is('prod') }), two('b', { when: is('dev') })),
      rules(two('a'), two('a')),
    ],
    notApplicable: [
      rules(two('a'), two('b', { priority: UNKNOWN })),
      rules(two('a'), two('b', { listener: UNKNOWN })),
    ],
  },
  'rule-priority-range': {
    violated: [rules(two('a', { priority: 0 })), rules(two('a', { priority: 50_001 }))],
    met: [rules(two('a')), rules(two('a', { priority: 50_000 }))],
    notApplicable: [rules(two('a', { priority: UNKNOWN }))],
  },
  'rule-condition-values': {
    violated: [when([path('/1', '/2', '/3', '/4'), host('a.b', 'c.d')])],
    met: [when([path('/1', '/2', '/3', '/4', '/5')])],
    notApplicable: [when([path('/1', '/2', '/3', '/4', '/5', UNKNOWN)]), when(UNKNOWN)],
  },
  'rule-condition-wildcards': {
    violated: [when([path('/*/*/*'), host('*.*.*.?b.c')])],
    met: [
      when([path('/*/*/*', '/*/*/*')]),
      when([condition('query-string', [String.raw`\*\*\*\*\*\*\*`])]),
      when([condition('source-ip', ['10.0.0.0/8'])]),
    ],
    notApplicable: [when([path(UNKNOWN)])],
  },
  'rule-condition-repeated': {
    violated: [when([path('/a'), path('/b')])],
    met: [
      when([path('/a'), host('a.b')]),
      when([
        condition('http-header', ['a'], { header: 'A' }),
        condition('http-header', ['b'], { header: 'A' }),
      ]),
    ],
    notApplicable: [when([path('/a'), condition(UNKNOWN as unknown as string, ['/b'])])],
  },
  'rule-condition-empty': {
    violated: [when([]), when([path()])],
    met: [when([path('/a')]), when([condition('path-pattern', [], { regexes: ['^/a'] })])],
    notApplicable: [when([condition('path-pattern', UNKNOWN)])],
  },
  'rule-condition-length': {
    violated: [
      when([path(`/${'a'.repeat(128)}`)]),
      when([condition('http-header', ['x'], { header: 'H'.repeat(41) })]),
      when([condition('http-request-method', ['M'.repeat(41)])]),
    ],
    met: [when([path(`/${'a'.repeat(127)}`)]), when([condition('query-string', [`${'k'.repeat(128)}=v`])])],
    notApplicable: [when([path(UNKNOWN)])],
  },
  'rule-header-host': {
    violated: [when([condition('http-header', ['x'], { header: 'host' })])],
    met: [when([condition('http-header', ['x'], { header: 'X-Host' })])],
    notApplicable: [when(UNKNOWN)],
  },
  'rule-host-characters': {
    violated: [
      when([host('chat.example.com:8443')]),
      when([host('https://chat.example.com')]),
      when([host('foo-bar')]),
      when([host('10.0.0.1')]),
    ],
    met: [when([host('chat.example.com', '*.example.com')]), when([host('*')]), when([path('foo-bar')])],
    notApplicable: [when([condition('host-header', [UNKNOWN])])],
  },
  'rule-path-characters': {
    violated: [when([path('/{room}')]), when([path('/a b')])],
    met: [when([path('/ws', '/~a/$b/@c:d+e&f')]), when([path('/ws?token=*')]), when([host('a%.b')])],
    notApplicable: [when([condition('path-pattern', [UNKNOWN])])],
  },
  'rule-actions-terminal': {
    violated: [
      acts(),
      acts(action('authenticate-oidc')),
      acts(ordered('forward', 1), ordered('fixed-response', 2)),
      acts(ordered('forward', 1), ordered('authenticate-oidc', 2)),
    ],
    met: [acts(notFound), acts(ordered('authenticate-oidc', 1), ordered('forward', 2))],
    notApplicable: [acts(action(UNKNOWN as unknown as string)), acts(action('a-new-kind'))],
  },
  'rule-actions-order': {
    violated: [
      acts(ordered('authenticate-oidc', 1), ordered('forward', 1)),
      acts(action('authenticate-oidc'), ordered('forward', 1)),
    ],
    met: [acts(notFound), acts(ordered('authenticate-oidc', 1), ordered('forward', 2))],
    notApplicable: [acts(ordered('authenticate-oidc', UNKNOWN), ordered('forward', 1))],
  },
  'rule-actions-repeated': {
    violated: [
      acts(ordered('authenticate-oidc', 1), ordered('authenticate-cognito', 2), ordered('forward', 3)),
    ],
    met: [acts(ordered('authenticate-oidc', 1), ordered('jwt-validation', 2), ordered('forward', 3))],
    notApplicable: [acts(action('a-new-kind'))],
  },
  'forward-target-groups': {
    violated: [acts(forward({})), acts(forward({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }))],
    met: [acts(forward({ a: 1 })), acts(forward({ a: 1, b: 1, c: 1, d: 1, e: 1 }))],
    notApplicable: [acts(action('forward', { forward: { groups: UNKNOWN, isSticky: false } }))],
  },
  'forward-weight': {
    violated: [acts(forward({ a: 1000 })), acts(forward({ a: 0.5 }))],
    met: [acts(forward({ a: 0, b: 999 }))],
    notApplicable: [acts(forward({ a: UNKNOWN }))],
  },
  'fixed-response': {
    violated: [
      response('302'),
      response(undefined),
      response('404', 'x'.repeat(1025)),
      response('404', 'x', 'text/xml'),
    ],
    met: [response('404'), response('200', 'x'.repeat(1024), 'text/html')],
    notApplicable: [response(UNKNOWN)],
  },
  'target-group-two-load-balancers': {
    violated: [behindTwo({ kind: 'always' }, { kind: 'always' })],
    met: [
      { rules: [defaultRule([forward({ group: 1 })])], targetGroups: [targetGroup('group')] },
      {
        rules: [defaultRule([forward({ group: 1 })]), rule(1, [path('/a')], [forward({ group: 1 })])],
        targetGroups: [targetGroup('group')],
      },
    ],
    notApplicable: [behindTwo(is('prod'), is('dev')), { targetGroups: [targetGroup('unused')] }],
  },
  'forward-weights-zero': {
    violated: [acts(forward({ a: 0, b: 0 }))],
    met: [acts(forward({ a: 0, b: 1 }))],
    notApplicable: [acts(forward({ a: 0, b: UNKNOWN }))],
  },
  'rule-shadowed': {
    violated: [rules(rule(1, [path('/*')], [notFound]), rule(2, [path('/ws')], [notFound]))],
    met: [rules(rule(2, [path('/*')], [notFound]), rule(1, [path('/ws')], [notFound]))],
    notApplicable: [rules(rule(UNKNOWN, [path('/*')], [notFound]), rule(2, [path('/ws')], [notFound]))],
  },
  'rule-path-never-matches': {
    violated: [rules(rule(1, [path('ws/*')], [notFound]))],
    met: [rules(rule(1, [path('*ws')], [notFound])), rules(rule(1, [path('ws', '/ws')], [notFound]))],
    notApplicable: [rules(rule(1, UNKNOWN, [notFound]))],
  },
  'rules-over-quota': {
    violated: [
      rules(...Array.from({ length: 101 }, (_one, index) => rule(index + 1, [path(`/${index}`)], []))),
    ],
    met: [rules(...Array.from({ length: 100 }, (_one, index) => rule(index + 1, [path(`/${index}`)], [])))],
    notApplicable: [],
  },
};

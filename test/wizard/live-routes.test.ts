// Rules of a live load balancer that were not written by a config: what becomes a route, and what is listed instead.
import { describe, expect, it } from 'vitest';
import { readRules } from '../../src/doctor/collect/read-rules.ts';
import { parseConfig, validateConfig } from '../../src/config/validate.ts';
import { applyTo } from '../../src/wizard/change.ts';
import { fromLoadBalancer } from '../../src/wizard/live/from-load-balancer.ts';
import type { Live, LiveRule, LiveTargetGroup } from '../../src/wizard/live/live.ts';
import { liveOf } from '../helpers/live-of-template.ts';
import { objectOf } from '../helpers/template.ts';

const arnOf = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/1`;

type Action = NonNullable<LiveRule['Actions']>[number];
type Condition = NonNullable<LiveRule['Conditions']>[number];

const to = (name: string): Action[] => [{ Type: 'forward', TargetGroupArn: arnOf(name) }];
const path = (...Values: string[]): Condition => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
const host = (...Values: string[]): Condition => ({ Field: 'host-header', HostHeaderConfig: { Values } });
const header = (HttpHeaderName: string, ...Values: string[]): Condition => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName, Values },
});
const rule = (
  Priority: number,
  Conditions: Condition[],
  Actions: Action[],
  more: Partial<LiveRule> = {},
) => ({
  RuleArn: `rule-${Priority}`,
  Priority: String(Priority),
  Conditions,
  Actions,
  IsDefault: false,
  ...more,
});

const plain = liveOf(objectOf({}));
const [first] = plain.targetGroups;

const group = (name: string, more: Partial<LiveTargetGroup['description']> = {}): LiveTargetGroup => ({
  ...first!,
  tags: new Map(),
  targets: [],
  description: {
    ...first!.description,
    TargetGroupArn: arnOf(name),
    TargetGroupName: name,
    HealthCheckPath: '/ok',
    Port: 3000,
    ...more,
  },
});

function read(
  rules: LiveRule[],
  otherwise: Action[],
  groups = ['chat', 'api', 'web'].map((name) => group(name)),
  changes: (live: Live) => Live = (live) => live,
) {
  const all: LiveRule[] = [
    ...rules,
    { RuleArn: 'default', Priority: 'default', Conditions: [], Actions: otherwise, IsDefault: true },
  ];
  const live: Live = {
    ...plain,
    targetGroups: groups,
    listeners: plain.listeners.map((listener) =>
      listener.description.Protocol === 'HTTPS'
        ? {
            ...listener,
            description: { ...listener.description, DefaultActions: otherwise },
            rules: readRules({ Rules: all }, 'https').map((one) => ({
              rule: one,
              description: all.find(({ RuleArn }) => RuleArn === one.key) ?? {},
            })),
          }
        : listener,
    ),
  };
  const { assignments, left } = fromLoadBalancer(changes(live));
  const input = applyTo({}, assignments);
  const result = validateConfig(input);
  const config = result.ok ? result.config : parseConfig(input);
  const routes = (input['routes'] ?? []) as Record<string, unknown>[];
  return { config, routes, input, left: left.join('\n') };
}

describe('the sockets', () => {
  it('are where a rule mentions them, whatever gets the rest', () => {
    const { config, routes } = read([rule(5, [path('/ws', '/ws/*')], to('chat'))], to('web'));
    expect(config.target.paths).toEqual(['/ws', '/ws/*']);
    expect(routes).toEqual([expect.objectContaining({ name: 'web' })]);
    expect(routes[0]).not.toHaveProperty('paths');
  });

  it('get the rest when their rule points there too', () => {
    const { config, routes, left } = read(
      [rule(5, [path('/ws')], to('chat')), rule(7, [path('/api/*')], to('api'))],
      to('chat'),
    );
    expect(config.target.paths).toBeUndefined();
    expect(routes).toEqual([expect.objectContaining({ name: 'api', paths: ['/api/*'], priority: 7 })]);
    expect(left).toContain('rule 5 of the HTTPS listener on port 443: path-pattern /ws -> forward to chat');
  });

  it('are presumed to get the rest when nothing mentions them, which is listed', () => {
    const { config, routes, left } = read([rule(5, [path('/api/*')], to('api'))], to('web'));
    expect(config.target.paths).toBeUndefined();
    expect(routes.map(({ name }) => name)).toEqual(['api']);
    expect(left).toContain('which of 2 target groups carries the sockets: web is assumed');
  });

  it('matched only by the Upgrade header have no rule in a config, and get the rest', () => {
    const { config, routes, left } = read([rule(1, [header('Upgrade', 'websocket')], to('chat'))], to('web'));
    expect(config.target.paths).toBeUndefined();
    expect(routes).toEqual([]);
    expect(left).toContain('the rule for the sockets can only have paths and hosts');
    expect(left).toContain('the sockets take all other requests');
    expect(left).toContain('the target group web');
  });

  it('matched by path and header keep the path, and the change is listed', () => {
    const { config, left } = read(
      [rule(1, [path('/ws'), header('Upgrade', 'websocket')], to('chat'))],
      to('web'),
    );
    expect(config.target.paths).toEqual(['/ws']);
    expect(left).toContain('any request with that path and host goes to the sockets');
  });

  it('have one rule: neighbours that differ only in paths are merged, others are listed', () => {
    const { config, left } = read(
      [
        rule(1, [path('/ws')], to('chat')),
        rule(2, [path('/socket.io/*')], to('chat')),
        rule(3, [host('ws.example.com')], to('chat')),
      ],
      to('web'),
    );
    expect(config.target.paths).toEqual(['/ws', '/socket.io/*']);
    expect(left).toContain('rule 3');
    expect(left).not.toContain('rule 2');
  });

  it('come first in a config, and a rule before theirs is noted', () => {
    const { left } = read(
      [rule(1, [path('/api/*')], to('api')), rule(20, [path('/ws')], to('chat'))],
      to('web'),
    );
    expect(left).toContain('a config tries the rule for the sockets first');
    expect(left).toContain('the priorities of the routes');
  });
});

describe('routes', () => {
  it('keep their priorities, except those that they would get anyway', () => {
    const { routes } = read(
      [
        rule(20, [path('/ws')], to('chat')),
        rule(100, [path('/api/*')], to('api')),
        rule(
          150,
          [host('old.example.com')],
          [{ Type: 'redirect', RedirectConfig: { Host: 'www.example.com', StatusCode: 'HTTP_302' } }],
        ),
      ],
      to('web'),
    );
    expect(routes).toEqual([
      expect.objectContaining({ name: 'api', paths: ['/api/*'] }),
      {
        name: 'old-example-com',
        hosts: ['old.example.com'],
        priority: 150,
        redirect: { host: 'www.example.com', statusCode: 'HTTP_302' },
      },
      expect.objectContaining({ name: 'web' }),
    ]);
    expect(routes[0]).not.toHaveProperty('priority');
  });

  it('to one target group are merged into one rule, or listed', () => {
    const { routes, left } = read(
      [
        rule(1, [path('/ws')], to('chat')),
        rule(11, [path('/api/*')], to('api')),
        rule(12, [path('/v2/*')], to('api')),
        rule(13, [host('api.example.com')], to('api')),
      ],
      to('web'),
    );
    expect(routes.map(({ name, paths }) => [name, paths])).toEqual([
      ['api', ['/api/*', '/v2/*']],
      ['web', undefined],
    ]);
    expect(left).toContain('rule 13');
  });

  it("that would exceed ELB's limit of values stay separate", () => {
    const { routes, left } = read(
      [
        rule(1, [path('/ws')], to('chat')),
        rule(11, [path('/a', '/b', '/c')], to('api')),
        rule(12, [path('/d', '/e', '/f')], to('api')),
      ],
      to('web'),
    );
    expect(routes[0]).toMatchObject({ paths: ['/a', '/b', '/c'] });
    expect(left).toContain('rule 12');
  });

  it('get names of their own', () => {
    const groups = [group('chat'), group('api'), group('Api-TG'), group('42')];
    const { routes } = read(
      [
        rule(1, [path('/ws')], to('chat')),
        rule(11, [path('/a')], to('api')),
        rule(12, [path('/b')], to('Api-TG')),
        rule(13, [path('/c')], to('42')),
      ],
      [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '410' } }],
      groups,
    );
    expect(routes.map(({ name }) => name)).toEqual(['api', 'api-2', 'rule-13', 'rest']);
  });

  it.each<[string, Condition]>([
    ['a regular expression', { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/a'] } }],
    ['a query value alone', { Field: 'query-string', QueryStringConfig: { Values: [{ Value: 'x' }] } }],
    [
      'alternatives in the query',
      {
        Field: 'query-string',
        QueryStringConfig: {
          Values: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '2' },
          ],
        },
      },
    ],
  ])('are not created from %s: a wider rule would match too much', (_, condition) => {
    const { routes, left } = read(
      [rule(1, [path('/ws')], to('chat')), rule(11, [host('a.example.com'), condition], to('api'))],
      to('web'),
    );
    expect(routes.map(({ name }) => name)).toEqual(['web']);
    expect(left).toContain('rule 11');
    expect(left).toContain('a route has no key for');
  });

  it('to a function, or after a JWT check, are not created', () => {
    const jwt = { Type: 'jwt-validation', Order: 1 } as unknown as Action;
    const { routes, left } = read(
      [
        rule(1, [path('/ws')], to('chat')),
        rule(11, [path('/a')], to('lambda')),
        rule(12, [path('/b')], [jwt, { ...to('api')[0], Order: 2, Type: 'forward' }]),
      ],
      to('web'),
      [group('chat'), group('api'), group('web'), group('lambda', { TargetType: 'lambda' as never })],
    );
    expect(routes.map(({ name }) => name)).toEqual(['web']);
    expect(left).toContain('type lambda');
    expect(left).toContain('jwt-validation');
  });

  it('note when people would no longer be asked to sign in', () => {
    const oidc: Action = {
      Type: 'authenticate-oidc',
      Order: 1,
      AuthenticateOidcConfig: {
        Issuer: 'https://idp.example.com',
        AuthorizationEndpoint: 'https://idp.example.com/a',
        TokenEndpoint: 'https://idp.example.com/t',
        UserInfoEndpoint: 'https://idp.example.com/u',
        ClientId: 'web',
      },
    };
    const signedIn = [oidc, { ...to('web')[0], Order: 2, Type: 'forward' } as Action];
    const rules = [rule(1, [path('/ws')], to('chat')), rule(11, [path('/admin/*')], signedIn)];
    const open = read(rules, to('web'));
    expect(open.left).toContain('WITHOUT IT NOBODY IS ASKED TO SIGN IN');
    const kept = read(rules, to('api'));
    expect(kept.left).not.toContain('WITHOUT IT');
    expect(kept.routes[0]).toMatchObject({ authenticate: { type: 'oidc', clientId: 'web' } });
    expect(kept.left).toContain('the secret of the client web');
  });

  it('use the heaviest of weighted groups, and list the weights and rewrites', () => {
    const weighted: Action[] = [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: arnOf('api'), Weight: 10 },
            { TargetGroupArn: arnOf('web'), Weight: 90 },
            { TargetGroupArn: arnOf('old'), Weight: 0 },
          ],
        },
      },
    ];
    const { routes, left } = read(
      [
        rule(1, [path('/ws')], to('chat')),
        rule(11, [path('/x')], weighted, { Transforms: [{ Type: 'url-rewrite' }] }),
      ],
      [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' } }],
    );
    expect(routes.map(({ name }) => name)).toEqual(['web']);
    expect(left).toContain('web 90, api 10');
    expect(left).toContain('its host or URL rewrites');
    expect(left).toContain('the target group api');
  });

  it('on both listeners are those of HTTPS; those on HTTP alone are listed', () => {
    const { config, left } = read(
      [rule(1, [path('/ws')], to('chat')), rule(100, [path('/api/*')], to('api'))],
      to('web'),
      undefined,
      (live) => {
        const https = live.listeners.find(({ description }) => description.Protocol === 'HTTPS')!;
        const http = {
          ...https,
          description: { ...https.description, Protocol: 'HTTP' as const, Port: 80 },
          rules: https.rules.filter(({ rule: { priority } }) => priority !== 100),
        };
        return { ...live, listeners: [https, http] };
      },
    );
    expect(config.listener.http).toBe('forward');
    expect(left).toContain('rule 100 of the HTTPS listener on port 443');
    expect(left).toContain('is missing on the HTTP listener on port 80');
  });

  it('drop a value that a config does not allow, and keep the others', () => {
    const { routes, left } = read(
      [rule(1, [path('/ws')], to('chat')), rule(100, [path('/api/*')], to('api'))],
      to('web'),
      [group('chat'), group('api', { HealthCheckIntervalSeconds: 1 }), group('web')],
    );
    expect(routes.map(({ name }) => name)).toEqual(['api', 'web']);
    expect(left).toContain('routes[0].healthCheck.interval: 1, which a config refuses');
  });
});

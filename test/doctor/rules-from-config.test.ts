// The rules of a live load balancer compared with a config, and configs with several groups that must have no findings.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { yamlOf } from '../helpers/template.ts';
import { ROUTE_CASES } from '../template/cases-routes.ts';
import { arnOf, deployedFrom } from './helpers/from-config.ts';
import { context, failed } from './helpers/observed.ts';
import { codesOf, findingsOf, type Situation } from './helpers/situation.ts';

const CODE = 'rules-differ-from-config';

const CHAT = {
  target: { paths: ['/ws', '/ws/*'] },
  routes: [
    { name: 'api', paths: ['/api/*'], target: { port: 3000 } },
    { name: 'old', hosts: ['old.example.com'], redirect: { host: 'www.example.com' } },
    { name: 'web', target: { port: 3001 } },
  ],
} satisfies ConfigInput;

/** The arrangements in the doctor's and check's cases with several groups, each as a config. */
const SHAPES: Readonly<Record<string, ConfigInput>> = {
  ...ROUTE_CASES,
  'gRPC by content type, sockets on /ws': {
    target: { type: 'ip', paths: ['/ws'] },
    routes: [
      {
        name: 'grpc',
        headers: { 'content-type': ['application/grpc*'] },
        target: { port: 50051, protocolVersion: 'GRPC' },
        healthCheck: { path: '/grpc.health.v1.Health/Check', matcher: '0' },
      },
    ],
  },
  'sockets on a path, everything else 404': { target: { paths: ['/ws', '/ws/*'] } },
  'Socket.IO, sticky, beside pages': {
    target: { paths: ['/socket.io/*'], stickiness: { type: 'lb_cookie' } },
    routes: [{ name: 'web', target: { port: 3001 } }],
  },
  'addresses, an API and pages': CHAT,
};

const LISTENER = arnOf('HTTPSListener', 'Listener');
const ruleOf = (one: Situation, logicalId: string) => {
  const found = one.rules[LISTENER]?.find(({ RuleArn }) => RuleArn === arnOf(logicalId, 'ListenerRule'));
  if (!found) throw new Error(`no rule ${logicalId}`);
  return found;
};

/** The diagnosis for a stack of `deployed` that was changed, compared with `config`. */
function found(
  config: ConfigInput,
  change: (one: Situation) => void = () => undefined,
  deployed: ConfigInput = CHAT,
) {
  const one = deployedFrom(deployed);
  change(one);
  return findingsOf(one, undefined, context(config)).filter(({ code }) => code === CODE);
}

const commandsOf = (findings: ReturnType<typeof found>): string =>
  findings.flatMap(({ steps }) => steps.map(({ command = '' }) => command)).join('\n');
const wordsOf = (findings: ReturnType<typeof found>): string[] => findings.map(({ what }) => what);

describe.each(Object.entries(SHAPES))('%s', (_name, input) => {
  it('check finds nothing in its template', () => {
    const checked = checkTemplate(yamlOf(input));
    const codes = checked.ok && checked.findings.filter(({ severity }) => severity !== 'info');
    expect(codes).toEqual([]);
  });

  it('doctor finds nothing when it is deployed, with or without the config', () => {
    // The bucket of the logs would have to be read.
    const config: ConfigInput = { ...input, logs: { access: false } };
    expect(codesOf(deployedFrom(config))).toEqual([]);
    const withConfig = findingsOf(deployedFrom(config), undefined, context(config));
    expect(withConfig.filter(({ code, severity }) => severity !== 'info' || code === CODE)).toEqual([]);
  });
});

describe('a rule that is missing', () => {
  it('was deleted by hand: the command recreates it', () => {
    const findings = found(CHAT, (one) => {
      one.rules[LISTENER] = (one.rules[LISTENER] ?? []).filter(
        ({ RuleArn }) => RuleArn !== arnOf('ApiRule', 'ListenerRule'),
      );
    });
    expect(wordsOf(findings)).toEqual(['HTTPS 443 has no rule for the route api: path /api/*.']);
    expect(findings[0]?.severity).toBe('warning');
    expect(findings[0]?.causes[0]).toMatch(/^It was deleted by hand/);
    expect(commandsOf(findings)).toContain(
      `create-rule --listener-arn ${LISTENER} --priority 100 --conditions '[{"Field":"path-pattern","PathPatternConfig":{"Values":["/api/*"]}}]' --actions '[{"Type":"forward","TargetGroupArn":"${arnOf('ApiTargetGroup', 'TargetGroup')}"}]'`,
    );
  });

  it('is new in the config: deploying creates it', () => {
    const more: ConfigInput = {
      ...CHAT,
      routes: [{ name: 'hooks', paths: ['/hooks'], priority: 50, target: { port: 4000 } }, ...CHAT.routes],
    };
    const PINNED: Record<string, object> = { api: { priority: 100 }, old: { priority: 200 } };
    const findings = found({
      ...more,
      routes: more.routes?.map((one) => ({ ...one, ...PINNED[one.name] })),
    });
    expect(wordsOf(findings)).toEqual(['HTTPS 443 has no rule for the route hooks: path /hooks.']);
    expect(commandsOf(findings)).toBe(
      'npx websocket-alb deploy --stack-name chat --region eu-west-1 -c websocket-alb.yaml',
    );
  });

  it('is not reported when the rules could not be read', () => {
    const denied = findingsOf(
      deployedFrom(CHAT),
      (call) => (call.args[1] === 'describe-rules' ? failed('access-denied', 'AccessDenied') : undefined),
      context(CHAT),
    );
    expect(denied.filter(({ code }) => code === CODE)).toEqual([]);
  });
});

describe('a rule that was added', () => {
  const add = (one: Situation) =>
    one.rules[LISTENER]?.unshift({
      RuleArn: 'arn:extra',
      Priority: '1',
      IsDefault: false,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/ws*'] } }],
      Actions: [
        {
          Type: 'fixed-response',
          FixedResponseConfig: { StatusCode: '503', MessageBody: 'back soon', ContentType: 'text/plain' },
        },
      ],
    });

  it('by hand: delete it, or add it to the config', () => {
    const findings = found(CHAT, add);
    expect(wordsOf(findings)).toEqual(['rule 1 of HTTPS 443 is not in the config: path /ws*.']);
    expect(findings[0]?.evidence).toContainEqual([
      'action',
      'fixed response 503 with the body "back soon" as text/plain',
    ]);
    expect(commandsOf(findings)).toContain('aws elbv2 delete-rule --rule-arn arn:extra --region eu-west-1');
  });

  it('belongs to a route removed from the config: deploying removes it', () => {
    const findings = found({ ...CHAT, routes: CHAT.routes.filter(({ name }) => name !== 'old') });
    expect(wordsOf(findings)).toEqual(['rule 200 of HTTPS 443 is not in the config: host old.example.com.']);
    expect(commandsOf(findings)).toBe(
      'npx websocket-alb deploy --stack-name chat --region eu-west-1 -c websocket-alb.yaml',
    );
  });
});

describe('a rule that differs', () => {
  it('in its conditions', () => {
    const findings = found(CHAT, (one) => {
      ruleOf(one, 'ApiRule')['Conditions'] = [{ Field: 'path-pattern', Values: ['/v2/*'] }];
    });
    expect(wordsOf(findings)).toEqual([
      'rule 100 of HTTPS 443 (the route api) has other conditions than the config.',
    ]);
    expect(findings[0]?.evidence).toContainEqual(['key of the config', 'routes[0]']);
    expect(commandsOf(findings)).toContain('modify-rule');
    expect(commandsOf(findings)).not.toContain('--actions');
    // The deployed template equals the config, so deploying it changes nothing.
    expect(commandsOf(findings)).not.toContain('websocket-alb deploy');
  });

  it('near miss: the same conditions in another order, form and case', () => {
    const input: ConfigInput = {
      ...CHAT,
      target: { paths: ['/ws', '/ws/*'], hosts: ['ws.example.com'] },
    };
    const findings = found(
      input,
      (one) => {
        ruleOf(one, 'WebSocketRule')['Conditions'] = [
          {
            Field: 'path-pattern',
            Values: ['/ws/*', '/ws'],
            PathPatternConfig: { Values: ['/ws/*', '/ws'] },
          },
          { Field: 'host-header', HostHeaderConfig: { Values: ['WS.example.com'] } },
        ];
      },
      input,
    );
    expect(findings).toEqual([]);
  });

  it('in its target group, its redirect, or its status code', () => {
    const another = found(CHAT, (one) => {
      ruleOf(one, 'ApiRule')['Actions'] = [
        { Type: 'forward', TargetGroupArn: arnOf('WebTargetGroup', 'TargetGroup') },
      ];
    });
    expect(wordsOf(another)).toEqual([
      'rule 100 of HTTPS 443 (the route api) has another action than the config.',
    ]);
    expect(another[0]?.evidence).toContainEqual(['live action', 'forward to WebTargetGroup']);
    expect(another[0]?.evidence).toContainEqual(['wanted action', 'forward to ApiTargetGroup']);
    for (const RedirectConfig of [
      { Host: 'elsewhere.example.com', StatusCode: 'HTTP_301' },
      { Host: 'www.example.com', StatusCode: 'HTTP_302' },
    ])
      expect(
        found(CHAT, (one) => {
          ruleOf(one, 'OldRule')['Actions'] = [{ Type: 'redirect', RedirectConfig }];
        }),
      ).toHaveLength(1);
  });

  it('near miss: a redirect whose defaults the API spells out', () => {
    const findings = found(CHAT, (one) => {
      ruleOf(one, 'OldRule')['Actions'] = [
        {
          Type: 'redirect',
          Order: 1,
          RedirectConfig: {
            Protocol: '#{protocol}',
            Host: 'www.example.com',
            Port: '#{port}',
            Path: '/#{path}',
            Query: '#{query}',
            StatusCode: 'HTTP_301',
          },
        },
      ];
    });
    expect(findings).toEqual([]);
  });

  it('and is the default action: the command resets the listener', () => {
    const findings = found(CHAT, (one) => {
      const rule = one.rules[LISTENER]?.find(({ IsDefault }) => IsDefault === true);
      if (rule) rule['Actions'] = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];
    });
    expect(wordsOf(findings)).toEqual([
      'default action of HTTPS 443 (what no rule matches) has another action than the config.',
    ]);
    expect(commandsOf(findings)).toContain(`modify-listener --listener-arn ${LISTENER} --default-actions`);
  });

  it('and lost its authentication: no command, since it would contain a secret', () => {
    const input = ROUTE_CASES['routes-oidc'] ?? {};
    const findings = found(
      input,
      (one) => {
        const rule = ruleOf(one, 'ApiRule');
        rule['Actions'] = (rule['Actions'] as { Type: string }[]).slice(1);
      },
      input,
    );
    expect(wordsOf(findings)).toEqual([
      'rule 100 of HTTPS 443 (the route api) has another action than the config.',
    ]);
    expect(findings[0]?.evidence).toContainEqual([
      'wanted action',
      'authenticate-oidc (allow), forward to ApiTargetGroup',
    ]);
    expect(commandsOf(findings)).toBe('');
    expect(findings[0]?.steps).not.toEqual([]);
  });

  it('is identified by its priority when there is no stack', () => {
    const findings = found({ ...CHAT, target: { paths: ['/chat'] } }, (one) => delete one.stack);
    expect(wordsOf(findings)).toEqual([
      'rule 10 of HTTPS 443 (the sockets) has other conditions than the config.',
    ]);
    expect(found(CHAT, (one) => delete one.stack)).toEqual([]);
  });
});

describe('weights', () => {
  const weigh =
    (...groups: [string, number][]) =>
    (one: Situation) => {
      ruleOf(one, 'ApiRule')['Actions'] = [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: groups.map(([arn, Weight]) => ({ TargetGroupArn: arn, Weight })),
          },
        },
      ];
    };
  const api = arnOf('ApiTargetGroup', 'TargetGroup');

  it('do not count as a difference: a deployment changes them', () => {
    expect(found(CHAT, weigh([api, 100]))).toEqual([]);
    const shifting = found(CHAT, weigh([api, 0], ['arn:green', 100]));
    expect(shifting.map(({ severity }) => severity)).toEqual(['info']);
    expect(shifting[0]?.causes[0]).toContain('ECS blue/green');
  });

  it.each<[string, ConfigInput]>([
    ['WebSocketRule', { service: { deployment: { strategy: 'blue-green' } } }],
    ['WebSocketRule', { target: { paths: ['/ws'] }, service: { deployment: { strategy: 'canary' } } }],
  ])('between the groups of a service belong to ECS: %s of %o', (rule, config) => {
    const shift = (first: number, alternate: number) => (one: Situation) => {
      ruleOf(one, rule)['Actions'] = [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: arnOf('WebSocketTargetGroup', 'TargetGroup'), Weight: first },
              { TargetGroupArn: arnOf('WebSocketTargetGroupAlternate', 'TargetGroup'), Weight: alternate },
            ],
          },
        },
      ];
    };
    for (const weights of [shift(100, 0), shift(95, 5), shift(0, 100)])
      expect(found(config, weights, config)).toEqual([]);
  });

  it('near hit: a single other group is reported', () => {
    expect(found(CHAT, weigh(['arn:green', 100])).map(({ severity }) => severity)).toEqual(['warning']);
  });
});

describe('priorities', () => {
  const swap = (one: Situation) => {
    ruleOf(one, 'ApiRule')['Priority'] = '200';
    ruleOf(one, 'OldRule')['Priority'] = '100';
  };

  it('in another order are a warning', () => {
    const findings = found(CHAT, swap);
    expect(wordsOf(findings)).toEqual([
      'Rules of HTTPS 443 are evaluated in a different order than in the config.',
    ]);
    expect(findings[0]?.severity).toBe('warning');
    expect(findings[0]?.evidence).toEqual([
      ['the sockets', 10],
      ['the route old', '100, wanted 200'],
      ['the route api', '200, wanted 100'],
    ]);
    expect(commandsOf(findings)).toContain(
      `set-rule-priorities --rule-priorities RuleArn=${arnOf('ApiRule', 'ListenerRule')},Priority=100 RuleArn=${arnOf('OldRule', 'ListenerRule')},Priority=200`,
    );
  });

  it('near miss: other numbers in the same order are info', () => {
    const findings = found(CHAT, (one) => {
      ruleOf(one, 'OldRule')['Priority'] = '300';
    });
    expect(findings.map(({ severity }) => severity)).toEqual(['info']);
  });
});

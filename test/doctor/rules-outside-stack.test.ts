// The rules of a live load balancer compared with the template that its stack was deployed from.
import { describe, expect, it } from 'vitest';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { formatText } from '../../src/doctor/report/format-text.ts';
import { objectOf } from '../helpers/template.ts';
import { arnOf, deployedFrom } from './helpers/from-config.ts';
import { context, failed } from './helpers/observed.ts';
import { findingsOf, reportOf, type Situation } from './helpers/situation.ts';

const CODE = 'rules-changed-outside-the-stack';
const CHAT = {
  target: { paths: ['/ws', '/ws/*'] },
  routes: [
    { name: 'api', paths: ['/api/*'], target: { port: 3000 } },
    { name: 'old', hosts: ['old.example.com'], redirect: { host: 'www.example.com' } },
    { name: 'web', target: { port: 3001 } },
  ],
} satisfies ConfigInput;

const LISTENER = arnOf('HTTPSListener', 'Listener');
const API_RULE = arnOf('ApiRule', 'ListenerRule');
const API = arnOf('ApiTargetGroup', 'TargetGroup');
const WEB = arnOf('WebTargetGroup', 'TargetGroup');

type Template = ReturnType<typeof objectOf>;
interface Change {
  readonly live?: (rule: Record<string, unknown>) => void;
  readonly template?: (template: Template) => void;
  readonly situation?: (one: Situation) => void;
  readonly config?: ConfigInput;
}

function found({ live, template, situation, config }: Change) {
  const one = deployedFrom(CHAT);
  const written = objectOf(CHAT);
  template?.(written);
  if (one.stack) one.stack.template = JSON.stringify(written);
  const rule = one.rules[LISTENER]?.find(({ RuleArn }) => RuleArn === API_RULE);
  if (!rule) throw new Error('no rule');
  live?.(rule);
  situation?.(one);
  return findingsOf(one, undefined, config && context(config)).filter(({ code }) => code === CODE);
}

const brief = (findings: ReturnType<typeof found>): string[] =>
  findings.map(({ severity, what }) => `${severity}: ${what}`);
const commands = (findings: ReturnType<typeof found>): string =>
  findings.flatMap(({ steps }) => steps.map(({ command = '' }) => command)).join('\n');

const forward = (...groups: readonly (readonly [arn: string, weight: number])[]) => ({
  Type: 'forward',
  ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
});
const blueGreen = (rule: unknown, controller?: string) => (template: Template) => {
  const resources = template.Resources as Record<string, unknown>;
  resources['Service'] = {
    Type: 'AWS::ECS::Service',
    Properties: {
      ...(controller !== undefined && { DeploymentController: { Type: controller } }),
      LoadBalancers: [
        {
          TargetGroupArn: { Ref: 'ApiTargetGroup' },
          ...(controller === undefined && {
            AdvancedConfiguration: {
              AlternateTargetGroupArn: { Ref: 'WebTargetGroup' },
              ProductionListenerRule: rule,
            },
          }),
        },
      ],
    },
  };
};

it('nothing when everything is as deployed', () => {
  expect(found({})).toEqual([]);
});

describe('conditions', () => {
  const Conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v2/*'] } }];
  it('that differ are a warning, with the command that resets them', () => {
    const findings = found({ live: (rule) => Object.assign(rule, { Conditions }) });
    expect(brief(findings)).toEqual([
      'warning: rule 100 of HTTPS 443 (ApiRule): conditions differ from the template of the stack.',
    ]);
    expect(commands(findings)).toContain(
      `aws elbv2 modify-rule --rule-arn ${API_RULE} --conditions '[{"Field":"path-pattern","PathPatternConfig":{"Values":["/api/*"]}}]'`,
    );
  });
  it('computed by a function are not compared', () => {
    const given = (value: unknown) => (template: Template) => {
      const properties = template.Resources['ApiRule']?.Properties as Record<string, unknown>;
      properties['Conditions'] = [{ Field: 'path-pattern', PathPatternConfig: { Values: value } }];
    };
    for (const value of [
      { Ref: 'Paths' },
      [{ 'Fn::ImportValue': 'path' }],
      [{ 'Fn::If': ['A', '/a', '/b'] }],
    ])
      expect(found({ template: given(value) })).toEqual([]);
  });
  it('are reported once when the config says the same', () => {
    expect(found({ live: (rule) => Object.assign(rule, { Conditions }), config: CHAT })).toEqual([]);
  });
});

describe('priorities', () => {
  it('in another order are a warning', () => {
    const findings = found({ live: (rule) => Object.assign(rule, { Priority: '49999' }) });
    expect(brief(findings)).toEqual([
      'warning: rule 100 of HTTPS 443 (ApiRule): priority differs from the template of the stack.',
    ]);
    expect(commands(findings)).toContain(
      `set-rule-priorities --rule-priorities RuleArn=${API_RULE},Priority=100`,
    );
  });
  it('with another number in the same order are info', () => {
    const findings = found({ live: (rule) => Object.assign(rule, { Priority: '101' }) });
    expect(findings.map(({ severity }) => severity)).toEqual(['info']);
  });
});

describe('actions', () => {
  it('a fixed response where the template forwards is reported', () => {
    const Actions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }];
    const findings = found({ live: (rule) => Object.assign(rule, { Actions }) });
    expect(brief(findings)).toEqual([
      'warning: rule 100 of HTTPS 443 (ApiRule): action differs from the template of the stack.',
    ]);
  });
  it('another group is reported', () => {
    const findings = found({ live: (rule) => Object.assign(rule, { Actions: [forward([WEB, 1])] }) });
    expect(findings[0]?.evidence).toContainEqual(['live action', 'forward to WebTargetGroup']);
    expect(findings[0]?.evidence).toContainEqual(['wanted action', 'forward to ApiTargetGroup']);
    expect(findings[0]?.severity).toBe('warning');
  });
  it('an additional group is info: a service of another stack may shift requests', () => {
    const Actions = [forward([API, 0], [WEB, 100])];
    expect(brief(found({ live: (rule) => Object.assign(rule, { Actions }) }))).toEqual([
      'info: rule 100 of HTTPS 443 (ApiRule) forwards to another group as well.',
    ]);
  });
  it('different weights between groups of instances are info; equal weights, or groups of IP addresses, are fine', () => {
    const template = (written: Template) => {
      const TargetGroups = [
        { TargetGroupArn: { Ref: 'ApiTargetGroup' }, Weight: 90 },
        { TargetGroupArn: { Ref: 'WebTargetGroup' }, Weight: 10 },
      ];
      Object.assign(written.Resources['ApiRule']?.Properties ?? {}, {
        Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
      });
    };
    const live = (api: number, web: number) => (rule: Record<string, unknown>) =>
      Object.assign(rule, { Actions: [forward([API, api], [WEB, web])] });
    const byAddress = (one: Situation) =>
      one.tgs.forEach(({ tg }) => Object.assign(tg, { TargetType: 'ip' }));
    expect(brief(found({ template, live: live(50, 50) }))).toEqual([
      'info: rule 100 of HTTPS 443 (ApiRule) has different weights than the template of the stack.',
    ]);
    expect(found({ template, live: live(180, 20) })).toEqual([]);
    expect(found({ template, live: live(50, 50), situation: byAddress })).toEqual([]);
  });
  it('nothing is reported while the stack is being updated', () => {
    const situation = (one: Situation) => {
      if (one.stack) one.stack.stack['StackStatus'] = 'UPDATE_IN_PROGRESS';
    };
    const live = (rule: Record<string, unknown>) => Object.assign(rule, { Actions: [forward([WEB, 1])] });
    expect(found({ live })).toHaveLength(1);
    expect(found({ live, situation })).toEqual([]);
  });
});

describe('changes that deployments make are not drift', () => {
  const Actions = [forward([API, 0], [WEB, 100])];
  const live = (rule: Record<string, unknown>) => Object.assign(rule, { Actions });
  it('by ECS blue/green, whether its rule is known or not', () => {
    for (const rule of [{ Ref: 'ApiRule' }, { 'Fn::GetAtt': ['ApiRule', 'RuleArn'] }, { Ref: 'Given' }])
      expect(found({ live, template: blueGreen(rule) })).toEqual([]);
  });
  it('by CodeDeploy, which changes the group', () => {
    const moved = (rule: Record<string, unknown>) => Object.assign(rule, { Actions: [forward([WEB, 1])] });
    expect(found({ live: moved, template: blueGreen(undefined, 'CODE_DEPLOY') })).toEqual([]);
    // A service that ECS deploys itself, without a second group, changes no rule.
    expect(found({ live: moved, template: blueGreen(undefined, 'ECS') })).toHaveLength(1);
  });
  it('but a group outside the pair is', () => {
    const other = arnOf('WebSocketTargetGroup', 'TargetGroup');
    const away = (rule: Record<string, unknown>) => Object.assign(rule, { Actions: [forward([other, 1])] });
    expect(found({ live: away, template: blueGreen({ Ref: 'ApiRule' }) })).toHaveLength(1);
  });
  it('but changed conditions are', () => {
    const changed = (rule: Record<string, unknown>) => {
      live(rule);
      rule['Conditions'] = [{ Field: 'path-pattern', Values: ['/v2/*'] }];
    };
    expect(found({ live: changed, template: blueGreen({ Ref: 'ApiRule' }) })).toHaveLength(1);
  });
});

describe('missing and additional rules', () => {
  const without = (one: Situation) => {
    one.rules[LISTENER] = (one.rules[LISTENER] ?? []).filter(({ RuleArn }) => RuleArn !== API_RULE);
  };
  it('a deleted rule is reported', () => {
    const findings = found({ situation: without });
    expect(brief(findings)).toEqual([
      'warning: HTTPS 443 does not have the rule ApiRule of the stack: path /api/*.',
    ]);
    expect(commands(findings)).toContain(`create-rule --listener-arn ${LISTENER} --priority 100`);
  });
  it('a rule whose condition is false is not expected', () => {
    const notMade = (one: Situation) => {
      without(one);
      if (one.stack)
        one.stack.resources = one.stack.resources.filter(
          ({ LogicalResourceId }) => LogicalResourceId !== 'ApiRule',
        );
    };
    expect(found({ situation: notMade })).toEqual([]);
  });
  it('a rule added by another stack is not drift', () => {
    const more = (one: Situation) =>
      one.rules[LISTENER]?.unshift({
        RuleArn: 'arn:extra',
        Priority: '1',
        IsDefault: false,
        Conditions: [{ Field: 'path-pattern', Values: ['/shop/*'] }],
        Actions: [forward([WEB, 1])],
      });
    expect(found({ situation: more })).toEqual([]);
  });
});

describe('a load balancer given without its stack', () => {
  it('is compared with the stack in its tags', () => {
    const one = deployedFrom(CHAT);
    const id = String(one.stack?.stack['StackId']);
    one.tags = { [one.lb.LoadBalancerArn]: { 'aws:cloudformation:stack-id': id } };
    const named = { ...one, isNamedByArn: true };
    const rule = named.rules[LISTENER]?.find(({ RuleArn }) => RuleArn === API_RULE);
    Object.assign(rule ?? {}, { Actions: [forward([WEB, 1])] });
    expect(findingsOf(named).map(({ code }) => code)).toContain(CODE);
    expect(formatText(reportOf(named))).toContain(
      '\n  its tags refer to the stack chat, which was examined as well\n',
    );
    // Near miss: without the tag, the stack is unknown.
    delete named.tags;
    expect(findingsOf(named).map(({ code }) => code)).not.toContain(CODE);
  });

  it('is diagnosed without it when the stack cannot be read, and the report says so', () => {
    const one = { ...deployedFrom(CHAT), isNamedByArn: true };
    one.tags = { [one.lb.LoadBalancerArn]: { 'aws:cloudformation:stack-name': 'chat' } };
    const report = reportOf(one, (call) =>
      call.args[1] === 'describe-stacks' ? failed('access-denied', 'AccessDenied') : undefined,
    );
    expect(report.parts.map(({ name }) => name)).toEqual(['sock']);
    expect(report.missing.map(({ permission }) => permission)).toEqual(['cloudformation:DescribeStacks']);
  });
});

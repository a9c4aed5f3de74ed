// Plans and states: what is known, what is not, and what refers to what. Real ones are in terraform.long.test.ts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { subjectOf } from '../../src/check/report.ts';
import { readTerraform } from '../../src/terraform/template.ts';
import { plan, terraform, type TerraformResource } from '../check/notations/write.ts';

const result = (json: string) => check(() => readTerraform(json));
const found = (json: string): string[] => {
  const read = result(json);
  return read.ok
    ? read.findings
        .filter(({ severity }) => severity !== 'info')
        .map((finding) => `${finding.code} ${subjectOf(finding)}`)
    : [read.reason];
};

const lb: TerraformResource = {
  type: 'aws_lb',
  name: 'chat',
  values: {
    load_balancer_type: 'application',
    subnets: ['a', 'b'],
    security_groups: ['sg'],
    idle_timeout: 600,
  },
};
const group = (index: string, values: object = {}): TerraformResource => ({
  type: 'aws_lb_target_group',
  name: 'ws',
  index,
  values: {
    port: 8080,
    protocol: 'HTTP',
    vpc_id: 'vpc-1',
    target_type: 'ip',
    health_check: [{ path: '/healthz' }],
    ...values,
  },
});
const listener = (values: object, references: Readonly<Record<string, string>> = {}): TerraformResource => ({
  type: 'aws_lb_listener',
  name: 'http',
  values: { port: 80, protocol: 'HTTP', load_balancer_arn: undefined, ...values },
  references: { load_balancer_arn: 'aws_lb.chat.arn', ...references },
});
const forward = [{ type: 'forward', target_group_arn: undefined, forward: [] }];

describe('links', () => {
  it('a literal index selects one of several instances', () => {
    const http2 = { protocol_version: 'HTTP2' };
    const resources = [lb, group('blue', http2), group('green')];
    const to = (index: string) =>
      plan([
        ...resources,
        listener({ default_action: forward }, { target_group_arn: `aws_lb_target_group.ws["${index}"].arn` }),
      ]);
    expect(found(to('blue'))).toContain('http2-listener aws_lb_target_group.ws["blue"] protocol_version');
    expect(found(to('green'))).not.toContain(
      'http2-listener aws_lb_target_group.ws["blue"] protocol_version',
    );
  });

  it('an ambiguous reference is ignored', () => {
    const json = JSON.parse(
      plan([lb, group('blue', { protocol_version: 'HTTP2' }), listener({ default_action: forward })]),
    ) as {
      configuration: { root_module: { resources: { type: string; expressions: Record<string, unknown> }[] } };
    };
    const own = json.configuration.root_module.resources.find(({ type }) => type === 'aws_lb_listener');
    if (own)
      own.expressions['default_action'] = [
        {
          type: { constant_value: 'forward' },
          target_group_arn: { references: ['aws_lb_target_group.ws', 'var.color'] },
        },
      ];
    expect(found(JSON.stringify(json)).filter((line) => line.startsWith('http2-listener'))).toEqual([]);
  });

  it('a dynamic block has no references, so nothing is guessed', () => {
    const json = plan([
      lb,
      group('blue', { protocol_version: 'HTTP2' }),
      listener({ default_action: forward }),
    ]).replace(/"default_action":\[\{"type":\{"constant_value":"forward"\}\}\],?/, '');
    expect(json).not.toContain('"default_action":[{"type":{');
    expect(found(json).filter((line) => /http2-listener|forward-target-groups/.test(line))).toEqual([]);
  });

  it('equal ARNs link the parts of a state', () => {
    const state = {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            { ...lb, address: 'aws_lb.chat', values: { ...lb.values, arn: 'arn:lb' } },
            {
              ...group('a'),
              address: 'aws_lb_target_group.ws["a"]',
              values: { ...group('a').values, arn: 'arn:tg', protocol_version: 'GRPC' },
            },
            {
              address: 'aws_lb_listener.http',
              type: 'aws_lb_listener',
              name: 'http',
              values: {
                port: 80,
                protocol: 'HTTP',
                load_balancer_arn: 'arn:lb',
                default_action: [{ type: 'forward', target_group_arn: 'arn:tg' }],
              },
            },
          ],
        },
      },
    };
    expect(found(JSON.stringify(state))).toContain(
      'http2-listener aws_lb_target_group.ws["a"] protocol_version',
    );
  });
});

describe('values', () => {
  it('aws_alb is treated as aws_lb', () => {
    expect(found(plan([{ ...lb, type: 'aws_alb', values: { ...lb.values, idle_timeout: 9999 } }]))).toContain(
      'attribute-value aws_alb.chat idle_timeout',
    );
  });

  it('a value known only after the apply is not judged', () => {
    const unknown = terraform({ listener: { ssl_policy: undefined } }).replace(
      '"certificate_arn":{"constant_value"',
      '"ssl_policy":{"references":["var.policy"]},"certificate_arn":{"constant_value"',
    );
    expect(found(unknown)).toEqual([]);
  });

  it("an unset value is described as the provider's default", () => {
    const json = JSON.parse(terraform({ lb: { access_logs: [{ bucket: 'logs', enabled: false }] } })) as {
      configuration: { root_module: { resources: { type: string; expressions: Record<string, unknown> }[] } };
    };
    const own = json.configuration.root_module.resources.find(({ type }) => type === 'aws_lb');
    if (own) own.expressions['access_logs'] = [{ bucket: { constant_value: 'logs' } }];
    const read = result(JSON.stringify(json));
    const finding = read.ok ? read.findings.find(({ code }) => code === 'access-logs') : undefined;
    expect([finding?.argument, finding?.note]).toEqual([
      'access_logs.enabled',
      'It is not written: the provider sends this default.',
    ]);
  });

  it('a security group without egress lets nothing out', () => {
    const sg: TerraformResource = {
      type: 'aws_security_group',
      name: 'lb',
      values: {
        ingress: [{ from_port: 80, to_port: 80, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] }],
        egress: undefined,
      },
    };
    const parts = (more: readonly TerraformResource[]): string =>
      plan([
        {
          ...lb,
          values: { ...lb.values, security_groups: undefined },
          references: { security_groups: 'aws_security_group.lb.id' },
        },
        sg,
        group('a'),
        listener({ default_action: forward }, { target_group_arn: 'aws_lb_target_group.ws["a"].arn' }),
        ...more,
      ]);
    expect(found(parts([]))).toContain('security-group-egress aws_lb.chat security_groups');
    const rule: TerraformResource = {
      type: 'aws_vpc_security_group_egress_rule',
      name: 'all',
      values: { security_group_id: undefined, ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' },
      references: { security_group_id: 'aws_security_group.lb.id' },
    };
    expect(found(parts([rule]))).not.toContain('security-group-egress aws_lb.chat security_groups');
  });
});

describe('files', () => {
  it('reads a plan that Terraform wrote', () => {
    const json = readFileSync(new URL('fixtures/chat.plan.json', import.meta.url), 'utf8');
    expect(found(json)).toEqual([
      'slow-start-algorithm aws_lb_target_group.ws["blue"] slow_start',
      'slow-start-algorithm aws_lb_target_group.ws["green"] slow_start',
    ]);
    // Preceded by Terragrunt's log.
    expect(found(`12:00:01 INFO terraform\n${json}`)).toHaveLength(2);
  });

  it('ignores what will be destroyed', () => {
    const json = readFileSync(new URL('fixtures/chat.plan.json', import.meta.url), 'utf8');
    const gone = JSON.parse(json) as {
      planned_values: object;
      resource_changes: { change: { actions: string[] } }[];
    };
    gone.planned_values = {};
    for (const { change } of gone.resource_changes) change.actions = ['delete'];
    expect(found(JSON.stringify(gone))).toEqual([]);
  });

  it.each([
    ['{"format_version": "2.0", "planned_values": {}}', /format 2\.0/],
    ['{"format_version": "1.2", ', /not JSON/],
    ['{"version": 3}', /not a Terraform plan or state/],
  ])('%s is refused', (json, reason) => {
    const read = result(json);
    expect(read.ok ? '' : read.reason).toMatch(reason);
  });
});

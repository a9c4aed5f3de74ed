// Load balancers with several target groups, rules and weights, from AWS's responses to the report.
import { describe, expect, it } from 'vitest';
import { formatText } from '../../src/doctor/report/format-text.ts';
import { failed, context } from './helpers/observed.ts';
import { codesOf, findingsOf, observe, reportOf, situation, type Situation } from './helpers/situation.ts';

const given = (name: string, change: (one: Situation) => void): Situation => {
  const one = situation(name);
  change(one);
  return one;
};
const group = (one: Situation, index: number) => {
  const found = one.tgs[index];
  if (!found) throw new Error(`no group ${index}`);
  return found;
};
const unhealthy = (one: Situation, index: number, reason: string) => {
  group(one, index).health = [
    {
      Target: { Id: '10.0.9.9', Port: 8080 },
      TargetHealth: { State: 'unhealthy', Reason: reason, Description: reason },
    },
  ];
};

describe('gRPC next to sockets', () => {
  it('is not a finding', () => {
    expect(codesOf(situation('grpc-and-ws-right'))).toEqual([]);
  });

  it("HTTP2 on the sockets' group is a finding, for that group only", () => {
    const wrong = given('grpc-and-ws-right', (one) => {
      group(one, 1).tg['ProtocolVersion'] = 'HTTP2';
    });
    const found = findingsOf(wrong).filter(({ code }) => code === 'websocket-protocol-version');
    expect(found.map(({ name, severity }) => [name, severity])).toEqual([['ws', 'error']]);
  });

  it('gRPC groups alone are a finding: sockets fail there', () => {
    const only = given('grpc-and-ws-right', (one) => {
      const [listener] = one.listeners;
      const arn = String(listener?.['ListenerArn']);
      one.tgs = [group(one, 0)];
      one.rules[arn] = [
        {
          RuleArn: 'r',
          Priority: 'default',
          IsDefault: true,
          Conditions: [],
          Actions: [{ Type: 'forward', TargetGroupArn: group(one, 0).tg.TargetGroupArn }],
        },
      ];
    });
    expect(codesOf(only)).toEqual(['websocket-protocol-version']);
  });

  it('unhealthy gRPC targets are not an error; those of the sockets are', () => {
    for (const [index, severity] of [
      [0, 'info'],
      [1, 'error'],
    ] as const) {
      const one = given('grpc-and-ws-right', (it) => unhealthy(it, index, 'Elb.InternalError'));
      const found = findingsOf(one).filter(({ code }) => code === 'targets-unhealthy');
      expect(found.map((finding) => finding.severity)).toEqual([severity]);
    }
  });

  it('problems of an API next to sockets are warnings, and the report says why', () => {
    const api = given('grpc-and-ws-right', (one) => {
      group(one, 0).tg['ProtocolVersion'] = 'HTTP1';
      group(one, 0).tg['TargetGroupName'] = 'api';
      unhealthy(one, 0, 'Target.Timeout');
    });
    const [finding] = findingsOf(api);
    expect(finding).toMatchObject({ code: 'health-check-no-answer', severity: 'warning', name: 'api' });
    expect(finding?.evidence).toContainEqual([
      'carries sockets',
      'no, as far as rules and names show: others are named for them',
    ]);
  });

  it('stickiness is judged by the responses of the group that carries the sockets', () => {
    const with4xx = (group: 'grpc' | 'ws') =>
      given('grpc-and-ws-right', (one) => {
        const suffix = { grpc: 'targetgroup/grpc/943f017f100bec04', ws: 'targetgroup/ws/943f017f100bec02' }[
          group
        ];
        one.metrics[`HTTPCode_Target_4XX_Count Sum ${suffix}`] = 50;
        one.metrics[`HTTPCode_Target_2XX_Count Sum ${suffix}`] = 50;
      });
    expect(codesOf(with4xx('ws'))).toEqual(['stickiness-off']);
    expect(codesOf(with4xx('grpc'))).toEqual([]);
  });
});

describe('rules that could not be read', () => {
  const denied: Parameters<typeof findingsOf>[1] = (call) =>
    call.args[1] === 'describe-rules' ? failed('access-denied', 'AccessDenied') : undefined;

  it('may lead to any group with targets, so unhealthy ones are reported', () => {
    const broken = given('grpc-and-ws-right', (one) => unhealthy(one, 1, 'Target.Timeout'));
    expect(codesOf(broken, denied)).toEqual(['health-check-no-answer']);
  });

  it('do not make a group empty, unused or without a listener', () => {
    const empty = given('bluegreen', (one) => {
      group(one, 1).health = [];
    });
    for (const rule of Object.values(empty.rules).flat()) delete rule['IsDefault'];
    for (const listener of empty.listeners) listener['DefaultActions'] = [];
    expect(codesOf(empty, denied)).toEqual([]);
  });
});

describe('blue and green', () => {
  it('blue without tasks at weight 0 is fine between deployments', () => {
    expect(codesOf(situation('bluegreen'))).toEqual([]);
  });

  it('blue without tasks but with even a small weight is a finding', () => {
    const shared = given('bluegreen', (one) => {
      for (const rules of Object.values(one.rules))
        for (const rule of rules) {
          const actions = rule['Actions'] as {
            ForwardConfig: { TargetGroups: { Weight: number; TargetGroupArn: string }[] };
          }[];
          for (const { ForwardConfig } of actions)
            for (const weighted of ForwardConfig.TargetGroups)
              if (weighted.TargetGroupArn.includes('/blue/')) weighted.Weight = 1;
        }
    });
    // Green has its own share of the requests, so it is in use.
    expect(codesOf(shared)).toEqual(['no-registered-target']);
  });

  it('traffic reset to an empty blue: names green, and prints no command that changes a rule or a target', () => {
    const findings = findingsOf(situation('bluegreen-reset')).filter(({ severity }) => severity !== 'info');
    expect(findings.map(({ code }) => code)).toEqual(['healthy-group-unused']);
    const [finding] = findings;
    expect(finding?.what).toBe(
      'blue has no target in use, and green has healthy targets and gets no requests.',
    );
    expect(finding?.steps.flatMap(({ command = '' }) => command).join('\n')).not.toMatch(
      /modify-|register-|create-|delete-|update-|websocket-alb deploy/,
    );
  });

  it('an empty group of IP addresses without a replacement: no address to register is invented', () => {
    const alone = given('bluegreen-reset', (one) => {
      group(one, 1).health = [];
    });
    const [finding] = findingsOf(alone);
    expect(finding?.code).toBe('no-registered-target');
    expect(finding?.steps.map(({ command = '' }) => command).join('\n')).not.toContain('register-targets');
  });

  it('looking for another group needs no permission: without it, the empty group is reported', () => {
    const noStack = given('bluegreen-reset', (one) => {
      delete one.stack;
    });
    const report = reportOf(noStack, (call) =>
      call.about === 'the target groups of the Region' ? failed('access-denied', 'AccessDenied') : undefined,
    );
    expect(report.parts.flatMap(({ findings }) => findings.map(({ code }) => code))).toContain(
      'no-registered-target',
    );
    expect(report.missing.map(({ about }) => about)).toContain('the target groups of the Region');
  });
});

describe('rules that do not match the sockets', () => {
  it('the fixed response is reported, with the rules that did not match', () => {
    expect(codesOf(situation('asg-fixed404'))).toEqual(['requests-match-no-rule']);
  });

  it('a fixed response of 200, as for a monitor, is fine', () => {
    const monitor = given('asg-fixed404', (one) => {
      for (const rules of Object.values(one.rules))
        for (const rule of rules)
          if (rule['IsDefault'] === true)
            rule['Actions'] = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }];
      one.metrics = { ...one.metrics, 'HTTPCode_ELB_4XX_Count Sum': [] };
    });
    expect(codesOf(monitor)).toEqual([]);
  });

  it('a rule with a wildcard is not widened, and conditions that cannot be printed give no command', () => {
    const wide = given('asg-fixed404', (one) => {
      for (const rules of Object.values(one.rules))
        for (const rule of rules)
          if (rule['IsDefault'] === false)
            rule['Conditions'] = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/ws', '/ws/*'] } }];
    });
    const [finding] = findingsOf(wide);
    expect(finding?.steps.map(({ command = '' }) => command).join('\n')).not.toContain('modify-rule');
  });
});

describe('IP addresses as targets', () => {
  it('reads and names the security groups of their network interfaces', () => {
    const findings = findingsOf(situation('ip-sg-ingress-closed'));
    expect(
      findings.filter(({ severity }) => severity === 'error').map(({ code, name }) => [code, name]),
    ).toEqual([
      ['health-check-no-answer', 'tasks'],
      ['security-group-targets', 'sg-tasks'],
      ['http-504-connect', 'sock'],
    ]);
  });

  it('a security group that admits the load balancer is fine, and is listed as checked', () => {
    const open = given('ip-sg-ingress-closed', (one) => {
      const tasks = one.sgs.find(({ GroupId }) => GroupId === 'sg-tasks');
      if (tasks)
        tasks['IpPermissions'] = [
          { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: 'sg-lb' }] },
        ];
    });
    const findings = findingsOf(open);
    expect(findings.map(({ code }) => code)).not.toContain('security-group-targets');
    expect(findings.flatMap(({ causes }) => causes).join('\n')).toContain(
      'Those of the load balancer and of its targets allow it.',
    );
  });

  it('reports what was not checked, and never claims that nothing was found there', () => {
    const report = reportOf(situation('ip-sg-ingress-closed'), (call) =>
      call.args[1] === 'describe-network-interfaces'
        ? failed('access-denied', 'UnauthorizedOperation')
        : undefined,
    );
    const text = formatText(report);
    expect(text).toContain('Those of 10.0.1.20, 10.0.2.20 were not checked.');
    expect(text).toContain('needs permission ec2:DescribeNetworkInterfaces');
    expect(text).not.toMatch(/none was seen/i);
  });
});

describe('the owner of the load balancer decides where a fix is made', () => {
  const owned = (tags: Record<string, string>, name = 'sock') =>
    given('grpc-and-ws-right', (one) => {
      one.attributes['idle_timeout.timeout_seconds'] = '60';
      one.lb['LoadBalancerName'] = name;
      one.tags = { [one.lb.LoadBalancerArn]: tags };
    });
  const fixes = (one: Situation) =>
    (findingsOf(one).find(({ code }) => code === 'sockets-die-at-idle-timeout')?.steps ?? [])
      .slice(0, 2)
      .map(({ words, command = '' }) => `${words}\n${command}`)
      .join('\n');

  it('an Ingress: in its annotation, not by a command that the controller would undo', () => {
    const text = fixes(owned({ 'elbv2.k8s.aws/cluster': 'prod', 'ingress.k8s.aws/stack': 'chat/ws' }));
    expect(text).toContain(
      'by adding idle_timeout.timeout_seconds=4000 to the annotation alb.ingress.kubernetes.io/load-balancer-attributes',
    );
    expect(text).toContain('kubectl get ingress -n chat -o yaml -- ws');
    expect(text).not.toContain('modify-load-balancer-attributes');
  });

  it('a Gateway: in its LoadBalancerConfiguration', () => {
    expect(fixes(owned({ 'gateway.k8s.aws.alb/stack': 'chat/edge' }))).toContain('LoadBalancerConfiguration');
  });

  it("someone else's stack: immediately and in its template, never by our deployment", () => {
    const text = fixes(
      owned({ 'aws:cloudformation:stack-name': 'theirs', 'aws:cloudformation:logical-id': 'Alb' }),
    );
    expect(text).toContain('modify-load-balancer-attributes');
    expect(text).toContain('template of the stack theirs');
    expect(text).toContain('Alb, idle_timeout.timeout_seconds=4000');
  });

  it('including rules of security groups', () => {
    const closed = (tags: Record<string, string>) =>
      given('ip-sg-ingress-closed', (one) => {
        one.tags = { [one.lb.LoadBalancerArn]: tags };
      });
    const words = (one: Situation) =>
      (findingsOf(one).find(({ code }) => code === 'security-group-targets')?.steps ?? [])
        .map((step) => step.words)
        .join('\n');
    expect(words(closed({ 'ingress.k8s.aws/stack': 'chat/ws' }))).toContain(
      'alb.ingress.kubernetes.io/inbound-cidrs',
    );
    expect(words(closed({ 'aws:cloudformation:stack-name': 'theirs' }))).toContain('of the stack theirs');
    expect(words(closed({}))).toBe('Add the rule:');
  });

  it('including targets that are deregistered', () => {
    const steps = (tags: Record<string, string>) => {
      const one = given('grpc-and-ws-right', (it) => {
        unhealthy(it, 1, 'Target.InvalidState');
        it.tags = { [it.lb.LoadBalancerArn]: tags };
      });
      const stopped = findingsOf(one).find(({ code }) => code === 'target-stopped');
      return (stopped?.steps ?? []).map((step) => `${step.words} ${step.command ?? ''}`).join('\n');
    };
    const ingress = steps({ 'ingress.k8s.aws/stack': 'chat/ws' });
    expect(ingress).toContain('would register it again');
    expect(ingress).not.toContain('deregister-targets');
    const theirs = steps({ 'aws:cloudformation:stack-name': 'theirs' });
    expect(theirs).toContain('deregister-targets');
    expect(theirs).toContain('If the template of the stack theirs names it');
    expect(steps({})).not.toContain('template of the stack');
  });

  it('ECS Express Mode, recognised by the name', () => {
    expect(fixes(owned({}, 'ecs-express-gateway-alb-501e660c'))).toContain('ECS Express Mode');
  });

  it('unknown: the command alone', () => {
    expect(fixes(owned({}))).toContain('modify-load-balancer-attributes');
  });

  it('no command deploys our template over a stack that we did not create, whatever is wrong', () => {
    for (const name of ['bluegreen', 'bluegreen-reset']) {
      const one = given(name, (it) => {
        it.attributes['idle_timeout.timeout_seconds'] = '60';
        it.attributes['deletion_protection.enabled'] = 'false';
        for (const index of [0, 1]) unhealthy(it, index, 'Target.ResponseCodeMismatch');
      });
      const found = findingsOf(one, undefined, context({ name: 'chat' }));
      expect(found.length).toBeGreaterThan(2);
      expect(JSON.stringify(found)).not.toContain('websocket-alb deploy');
    }
  });
});

describe('vended logs count as logs', () => {
  const practice = (one: Situation, instead?: Parameters<typeof findingsOf>[1]) =>
    findingsOf(one, instead)
      .filter(({ code }) => code === 'practice')
      .map(({ what }) => what);
  const vended = (logType: string) =>
    given('grpc-and-ws-right', (one) => {
      one.deliverySources = [{ name: 'chat-access', logType, resourceArns: [one.lb.LoadBalancerArn] }];
    });

  it('access logs: nothing is missing', () => {
    expect(practice(vended('ALB_ACCESS_LOGS'))).toEqual([]);
  });

  it('connection logs only, or of another load balancer: access logs are off', () => {
    expect(practice(vended('ALB_CONNECTION_LOGS'))).toHaveLength(1);
    const other = vended('ALB_ACCESS_LOGS');
    for (const source of other.deliverySources ?? []) source['resourceArns'] = ['arn:other'];
    expect(practice(other)).toHaveLength(1);
  });

  it('unreadable: no finding about logs, and the report names the permission', () => {
    const denied: Parameters<typeof findingsOf>[1] = (call) =>
      call.args[1] === 'describe-delivery-sources' ? failed('access-denied', 'AccessDenied') : undefined;
    expect(practice(situation('grpc-and-ws-right'), denied)).toEqual([]);
    expect(
      observe(situation('grpc-and-ws-right'), denied).missing.map(({ permission }) => permission),
    ).toEqual(['logs:DescribeDeliverySources']);
  });
});

it("the report starts with a summary, and uses the resources' names", () => {
  const text = formatText(reportOf(situation('bluegreen-reset')));
  expect(text.split('\n').slice(0, 5)).toEqual([
    'sock: 1 error, 1 info. Metrics from 2026-11-22T16:17:00Z to 2026-11-22T17:18:00Z.',
    '  created by the CloudFormation stack chat',
    '  blue: gets sockets from default action of HTTPS 443; 0 of 0 targets healthy',
    '  green: gets no requests; 2 of 2 targets healthy',
    '',
  ]);
  expect(text).toContain('\nerror  healthy-group-unused  blue\n');
  expect(text).not.toContain('off by default');
});

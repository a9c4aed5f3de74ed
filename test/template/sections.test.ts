// What the golden files cannot express: why things must be as they are.
import { describe, expect, it } from 'vitest';
import { yamlParse } from 'yaml-cfn';
import { CHINA_LOG_DELIVERY_ACCOUNTS } from '../../src/alb/log-delivery.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { attributes, objectOf, resource, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';

const production = objectOf({});

describe('names', () => {
  it('no load balancer, target group, bucket or security group has a fixed name', () => {
    for (const input of Object.values(CASES)) {
      const template = objectOf(input);
      for (const { Type, Properties } of Object.values(template.Resources)) {
        // The name of a DNS record is its purpose.
        if (Type === 'AWS::Route53::RecordSet') continue;
        // A workgroup must have a name, here the stack's; a named query's name is a label.
        if (Type.startsWith('AWS::Athena::')) continue;
        expect(
          Type +
            JSON.stringify(
              Object.keys(Properties).filter((key) => /^(Name|BucketName|GroupName)$/.test(key)),
            ),
        ).toBe(`${Type}[]`);
      }
    }
  });

  it('alarms and the dashboard begin with the name of the stack', () => {
    for (const { Type, Properties } of Object.values(production.Resources)) {
      const name = Properties['AlarmName'] ?? Properties['DashboardName'];
      if (Type.startsWith('AWS::CloudWatch::'))
        expect(name).toEqual({ 'Fn::Sub': expect.stringMatching(/^\$\{AWS::StackName\}-/) });
    }
  });

  it('two sections cannot define the same name', () => {
    const built = buildTemplate(parseConfig({}));
    const twice = { ...built, sections: [...built.sections, ...built.sections] };
    expect(() => templateObject(twice)).toThrow(/is defined twice/);
  });
});

describe('the log bucket', () => {
  it('is retained, private, and not encrypted with KMS, which ELB cannot write to', () => {
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = resource(production, 'LogBucket');
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(JSON.stringify(Properties['BucketEncryption'])).toContain('AES256');
    expect(JSON.stringify(Properties['BucketEncryption'])).not.toContain('kms');
  });

  it('has its policy before the load balancer is created', () => {
    expect(resource(production, 'WebSocketALB').DependsOn).toBe('LogBucketPolicy');
  });

  it("lets ELB write below the log's prefix, and nowhere else", () => {
    const template = objectOf({ logs: { access: { prefix: 'edge/chat' } } });
    const policy = JSON.stringify(resource(template, 'LogBucketPolicy').Properties);
    expect(policy).toContain('${LogBucket.Arn}/edge/chat/AWSLogs/${AWS::AccountId}/*');
    expect(policy).toContain('"Service":"logdelivery.elasticloadbalancing.amazonaws.com"');
    expect(attributes(template, 'WebSocketALB')['access_logs.s3.prefix']).toBe('edge/chat');
  });

  it("works in China, where ELB's accounts write the logs", () => {
    const policy = JSON.stringify(resource(production, 'LogBucketPolicy').Properties);
    for (const account of Object.values(CHINA_LOG_DELIVERY_ACCOUNTS)) expect(policy).toContain(account);
    expect(production.Conditions).toHaveProperty('InChina');
  });

  it('is not created when a bucket is given, or without logs', () => {
    for (const logs of [{ bucket: 'my-logs' }, { access: false }]) {
      const template = objectOf({ logs });
      expect(Object.keys(template.Resources)).not.toContain('LogBucket');
      expect(resource(template, 'WebSocketALB').DependsOn).toBeUndefined();
    }
    expect(
      attributes(objectOf({ logs: { bucket: 'my-logs' } }), 'WebSocketALB')['access_logs.s3.bucket'],
    ).toBe('my-logs');
  });
});

describe('attributes', () => {
  it('are always written, even when off, because ELB keeps the old value of a missing one', () => {
    const template = objectOf({ logs: { access: false }, target: { stickiness: { type: 'none' } } });
    expect(attributes(template, 'WebSocketALB')).toMatchObject({
      'access_logs.s3.enabled': 'false',
      'waf.fail_open.enabled': 'false',
      'idle_timeout.timeout_seconds': '4000',
    });
    expect(attributes(template, 'WebSocketTargetGroup')).toMatchObject({
      'deregistration_delay.timeout_seconds': '300',
      'load_balancing.algorithm.type': 'least_outstanding_requests',
      'load_balancing.algorithm.anomaly_mitigation': 'off',
      'slow_start.duration_seconds': '0',
      'stickiness.enabled': 'false',
    });
  });
});

describe('the security group', () => {
  const ports = (input: unknown, which: 'SecurityGroupIngress' | 'SecurityGroupEgress') =>
    (resource(objectOf(input), 'ALBSecurityGroup').Properties[which] as Record<string, unknown>[])
      .filter(({ IpProtocol }) => IpProtocol === 'tcp')
      .map((rule) => [rule['FromPort'], rule['CidrIp'] ?? rule['CidrIpv6'] ?? rule['SourcePrefixListId']]);

  it("admits traffic on the listeners' ports, and lets it out only to the targets' ports", () => {
    expect(ports({}, 'SecurityGroupIngress')).toEqual([
      [80, '0.0.0.0/0'],
      [443, '0.0.0.0/0'],
    ]);
    expect(ports({}, 'SecurityGroupEgress')).toEqual([[8080, '0.0.0.0/0']]);
    expect(ports({ healthCheck: { port: 9000 } }, 'SecurityGroupEgress')).toEqual([
      [8080, '0.0.0.0/0'],
      [9000, '0.0.0.0/0'],
    ]);
  });
  it('does not open port 80 without an HTTP listener', () => {
    expect(ports({ listener: { http: 'none' } }, 'SecurityGroupIngress')).toEqual([[443, '0.0.0.0/0']]);
  });
  it('admits IPv6 if the load balancer has IPv6', () => {
    const input = { network: { ipAddressType: 'dualstack' }, listener: { http: 'none' } };
    expect(ports(input, 'SecurityGroupIngress')).toEqual([
      [443, '0.0.0.0/0'],
      [443, '::/0'],
    ]);
  });
  it('of an internal load balancer admits private addresses, or the created VPC', () => {
    const inbound = (network: object) =>
      ports(
        { network: { scheme: 'internal', ...network }, listener: { http: 'none' } },
        'SecurityGroupIngress',
      );
    const ranges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
    expect(inbound({})).toEqual(ranges.map((range) => [443, range]));
    expect(inbound({ ipAddressType: 'dualstack' })).toEqual(
      [...ranges, 'fc00::/7'].map((range) => [443, range]),
    );
    expect(inbound({ create: { cidr: '172.20.0.0/16' } })).toEqual([[443, '172.20.0.0/16']]);
    expect(inbound({ allowFrom: ['0.0.0.0/0'] })).toEqual([[443, '0.0.0.0/0']]);
  });
  it('distinguishes IPv4 and IPv6 CIDRs and prefix lists', () => {
    const input = {
      network: { allowFrom: ['10.0.0.0/8', 'fd00::/8', 'pl-01234567'] },
      listener: { http: 'none' },
    };
    expect(ports(input, 'SecurityGroupIngress')).toEqual([
      [443, '10.0.0.0/8'],
      [443, 'fd00::/8'],
      [443, 'pl-01234567'],
    ]);
  });
});

describe('strings', () => {
  it('pass through YAML unchanged', () => {
    const input = CASES['awkward-strings'];
    const { Tags } = resource(yamlParse(yamlOf(input)), 'LogBucket').Properties as {
      Tags: { Key: string; Value: string }[];
    };
    const read = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    expect(read).toMatchObject(input?.tags ?? {});
    for (const value of Object.values(read)) expect(typeof value).toBe('string');
  });

  it.each(['${AWS::AccountId}', '!Ref x', '#a', 'a\nb', '"quoted"', 'a\u0000b'])(
    '%j as a tag is refused with a reason',
    (value) => {
      expect(() => objectOf({ tags: { Team: value } })).toThrow(/tags\.Team/);
    },
  );
});

describe('notifications', () => {
  it('every alarm notifies the topic, and CloudWatch may publish to it', () => {
    const template = objectOf({ alarms: { notify: { emails: ['a@example.com'] } } });
    for (const { Type, Properties } of Object.values(template.Resources))
      if (Type === 'AWS::CloudWatch::Alarm')
        expect(Properties['AlarmActions']).toEqual([{ Ref: 'AlarmTopic' }]);
    expect(JSON.stringify(resource(template, 'AlarmTopicPolicy').Properties)).toContain(
      'cloudwatch.amazonaws.com',
    );
    expect(resource(template, 'AlarmTopicSubscription1').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'a@example.com',
    });
  });
});

describe('with every log on', () => {
  it("twenty attributes remain: an omitted one has ELB's default", () => {
    const input = { logs: { connection: true, healthCheck: true } };
    const all = attributes(objectOf(input), 'WebSocketALB');
    expect(Object.keys(all)).toHaveLength(20);
    expect(all).not.toHaveProperty(['zonal_shift.config.enabled']);
    const kept = attributes(objectOf({ ...input, loadBalancer: { zonalShift: true } }), 'WebSocketALB');
    expect(kept['zonal_shift.config.enabled']).toBe('true');
    expect(kept).not.toHaveProperty(['waf.fail_open.enabled']);
  });

  it('the bucket policy covers each prefix', () => {
    const template = objectOf({ logs: { connection: true, healthCheck: { prefix: 'hc' } } });
    const policy = JSON.stringify(resource(template, 'LogBucketPolicy').Properties);
    for (const prefix of ['alb-logs', 'connection-logs', 'hc'])
      expect(policy).toContain(`/${prefix}/AWSLogs/`);
  });
});

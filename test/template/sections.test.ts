// What the golden files cannot say: why a thing must be as it is.
import { describe, expect, it } from 'vitest';
import { yamlParse } from 'yaml-cfn';
import { CHINA_LOG_DELIVERY_ACCOUNTS } from '../../src/alb/log-delivery.ts';
import { METRICS, type MetricName } from '../../src/alb/metrics.ts';
import { ALARMS, type AlarmDefinition } from '../../src/config/alarms.ts';
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
        // The name of a DNS record is what it is for.
        if (Type === 'AWS::Route53::RecordSet') continue;
        // A workgroup must have a name, the stack's; that of a named query is a label.
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
  it('stays, is private, and is not encrypted with KMS, which ELB cannot write to', () => {
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = resource(production, 'LogBucket');
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(JSON.stringify(Properties['BucketEncryption'])).toContain('AES256');
    expect(JSON.stringify(Properties['BucketEncryption'])).not.toContain('kms');
  });

  it('has its policy before the load balancer is created', () => {
    expect(resource(production, 'WebSocketALB').DependsOn).toBe('LogBucketPolicy');
  });

  it('lets ELB write below the prefix of the log, and nowhere else', () => {
    const template = objectOf({ logs: { access: { prefix: 'edge/chat' } } });
    const policy = JSON.stringify(resource(template, 'LogBucketPolicy').Properties);
    expect(policy).toContain('${LogBucket.Arn}/edge/chat/AWSLogs/${AWS::AccountId}/*');
    expect(policy).toContain('"Service":"logdelivery.elasticloadbalancing.amazonaws.com"');
    expect(attributes(template, 'WebSocketALB')['access_logs.s3.prefix']).toBe('edge/chat');
  });

  it('is right in China, where the accounts of ELB write', () => {
    const policy = JSON.stringify(resource(production, 'LogBucketPolicy').Properties);
    for (const account of Object.values(CHINA_LOG_DELIVERY_ACCOUNTS)) expect(policy).toContain(account);
    expect(production.Conditions).toHaveProperty('InChina');
  });

  it('is not created for a bucket that exists, nor without logs', () => {
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
  it('are written out also when they are off, because ELB keeps the old value of one that is missing', () => {
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

  it('lets in the listeners’ ports, and out only those of the targets', () => {
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
  it('opens no port 80 without an HTTP listener', () => {
    expect(ports({ listener: { http: 'none' } }, 'SecurityGroupIngress')).toEqual([[443, '0.0.0.0/0']]);
  });
  it('lets IPv6 in when there is IPv6', () => {
    const input = { network: { ipAddressType: 'dualstack' }, listener: { http: 'none' } };
    expect(ports(input, 'SecurityGroupIngress')).toEqual([
      [443, '0.0.0.0/0'],
      [443, '::/0'],
    ]);
  });
  it('knows CIDRs of both kinds and prefix lists apart', () => {
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

describe('alarms', () => {
  it.each(ALARMS.filter(({ dimensions }) => dimensions !== 'application') as readonly AlarmDefinition[])(
    '$key: dimensions and statistic that the metric has',
    ({ metric, dimensions, statistic, treatMissingData, key }) => {
      const facts = METRICS[metric as MetricName];
      expect(facts.dimensions).toContain(dimensions);
      expect(facts.statistics).toContain(statistic);
      if (facts.nonzeroOnly) expect([key, treatMissingData]).toEqual([key, 'notBreaching']);
    },
  );

  it('are over several datapoints, once a minute, unless set otherwise', () => {
    for (const { Type, Properties } of Object.values(production.Resources)) {
      if (Type !== 'AWS::CloudWatch::Alarm') continue;
      expect(Properties).toMatchObject({ Period: 60, TreatMissingData: expect.stringMatching(/reaching$/) });
      expect(Properties['DatapointsToAlarm']).toBeGreaterThan(1);
    }
  });

  it('are sized by the workload: about two connections for a socket, and a quarter of room', () => {
    const template = objectOf({ workload: { connections: 20000, meanConnectionSeconds: 60 } });
    expect(resource(template, 'HighConnectionCount').Properties['Threshold']).toBe(50000);
    // 20,000 a minute turn over anyway; five times that, on both sides.
    expect(resource(template, 'ReconnectStorm').Properties['Threshold']).toBe(200000);
  });

  it('a threshold in the config wins over the workload', () => {
    const template = objectOf({ workload: { connections: 20000 }, alarms: { highConnectionCount: 7 } });
    expect(resource(template, 'HighConnectionCount').Properties['Threshold']).toBe(7);
  });
});

describe('the dashboard', () => {
  interface Widget {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: {
      metrics?: unknown[][];
      annotations?: { horizontal: { value: number }[] };
      title: string;
    };
  }
  const bodyOf = (input: unknown): { periodOverride: string; widgets: Widget[] } => {
    const { DashboardBody } = resource(objectOf(input), 'WebSocketDashboard').Properties;
    return JSON.parse((DashboardBody as { 'Fn::Sub': [string] })['Fn::Sub'][0]) as never;
  };

  it('is JSON, and its metrics exist and name their dimensions', () => {
    const metrics = bodyOf({}).widgets.flatMap(({ properties }) => properties.metrics ?? []);
    for (const line of metrics.filter((parts) => parts.length > 1)) {
      const [namespace, name, ...rest] = line;
      expect(namespace).toBe('AWS/ApplicationELB');
      const facts = METRICS[name as MetricName];
      const isTargetGroup = rest.includes('TargetGroup');
      expect(facts.dimensions).toContain(isTargetGroup ? 'target-group' : 'load-balancer');
      expect(rest).toContain('${LoadBalancer}');
      const { stat = 'Sum' } = rest.at(-1) as { stat?: string };
      expect(facts.statistics).toContain(/^p\d/.test(stat) ? 'percentile' : stat);
    }
  });

  it('keeps its periods: a Sum of connections over a longer one would read too high', () => {
    expect(bodyOf({}).periodOverride).toBe('inherit');
  });

  it('puts widgets beside each other without overlap', () => {
    const { widgets } = bodyOf({});
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('draws the threshold of connections at half, because the graph shows sockets', () => {
    const live = bodyOf({ alarms: { highConnectionCount: 3000 } }).widgets.find(({ properties }) =>
      properties.title.startsWith('Live'),
    );
    expect(live?.properties.annotations?.horizontal.map(({ value }) => value)).toEqual([1500]);
  });

  it('shows no alarm states without alarms', () => {
    expect(bodyOf({ alarms: false }).widgets.map(({ type }) => type)).not.toContain('alarm');
  });
});

describe('strings', () => {
  it('come through YAML literally', () => {
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

describe('a created VPC', () => {
  const template = objectOf({
    network: { create: { cidr: '10.0.0.0/16', availabilityZones: 3, natGateways: 2 } },
  });
  const blocks = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::EC2::Subnet')
    .map(({ Properties }) => Properties['CidrBlock']);

  it('has a public and a private subnet in each zone, without overlap', () => {
    expect(blocks).toEqual([
      '10.0.0.0/20',
      '10.0.16.0/20',
      '10.0.32.0/20',
      '10.0.48.0/20',
      '10.0.64.0/20',
      '10.0.80.0/20',
    ]);
  });

  it('puts a public load balancer into the public subnets, after their gateway', () => {
    const { Properties, DependsOn } = resource(template, 'WebSocketALB');
    expect(Properties['Subnets']).toEqual([
      { Ref: 'PublicSubnet1' },
      { Ref: 'PublicSubnet2' },
      { Ref: 'PublicSubnet3' },
    ]);
    expect(DependsOn).toEqual(['InternetGatewayAttachment', 'LogBucketPolicy']);
  });

  it('shares the last NAT gateway when there are fewer than zones', () => {
    const nat = [1, 2, 3].map((zone) => resource(template, `PrivateRoute${zone}`).Properties['NatGatewayId']);
    expect(nat).toEqual([{ Ref: 'NatGateway1' }, { Ref: 'NatGateway2' }, { Ref: 'NatGateway2' }]);
  });

  it('an internal one without NAT gateways has private subnets and no way out', () => {
    const internal = objectOf({ network: { scheme: 'internal', create: true } });
    const types = Object.values(internal.Resources).map(({ Type }) => Type);
    expect(types).not.toContain('AWS::EC2::InternetGateway');
    expect(types).not.toContain('AWS::EC2::Route');
    expect(resource(internal, 'WebSocketALB').Properties['Subnets']).toEqual([
      { Ref: 'PrivateSubnet1' },
      { Ref: 'PrivateSubnet2' },
    ]);
  });

  it('asks for no network parameters, and names its ids', () => {
    expect(template.Parameters).not.toHaveProperty('VPCId');
    expect(template.Parameters).not.toHaveProperty('SubnetIds');
    expect(Object.keys(template.Outputs ?? {})).toEqual(
      expect.arrayContaining(['VpcId', 'PublicSubnetIds', 'PrivateSubnetIds']),
    );
  });

  it('lets the load balancer out to its own range only', () => {
    const [egress] = resource(template, 'ALBSecurityGroup').Properties['SecurityGroupEgress'] as {
      CidrIp: string;
    }[];
    expect(egress?.CidrIp).toBe('10.0.0.0/16');
  });
});

describe('notifications', () => {
  it('every alarm tells the topic, and CloudWatch may publish to it', () => {
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
  it('twenty attributes remain: what goes is at ELB’s default', () => {
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

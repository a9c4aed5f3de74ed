// A template as ELB, EC2 and CloudWatch would describe what it creates.
import type { Live, LiveListener } from '../../src/wizard/live/live.ts';

type Properties = Record<string, any>; // eslint-disable-line typescript/no-explicit-any
interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

const ELB = 'AWS::ElasticLoadBalancingV2::';
const ACCOUNT = 'eu-west-1:123456789012';

/** What a deployment would put in the place of a function, by the logical id or parameter that it names. */
const DEPLOYED: Readonly<Record<string, unknown>> = {
  VPCId: 'vpc-0123456789abcdef0',
  VPC: 'vpc-0123456789abcdef0',
  CertificateArn: `arn:aws:acm:${ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012`,
  LogBucket: 'chat-logbucket-1234',
  AlarmTopic: `arn:aws:sns:${ACCOUNT}:alarms`,
};
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const INSTANCES = ['i-0123456789abcdef0', 'i-0123456789abcdef1'];

const text = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref } = value as { Ref?: string };
  const found = Ref === undefined ? undefined : DEPLOYED[Ref];
  return typeof found === 'string' ? found : JSON.stringify(value);
};

const pairs = (list: readonly { Key: string; Value: unknown }[] = []): Map<string, string> =>
  new Map(list.map(({ Key, Value }) => [Key, text(Value)]));

/** @throws {Error} when the template has none. */
const one = (template: Template, type: string): Properties => {
  const found = Object.values(template.Resources).find(({ Type }) => Type === type)?.Properties;
  if (!found) throw new Error(`no ${type}`);
  return found;
};

export function liveOf(template: Template): Live {
  const loadBalancer = one(template, `${ELB}LoadBalancer`);
  const group = one(template, `${ELB}TargetGroup`);
  const of = (type: string) =>
    Object.values(template.Resources).flatMap(({ Type, Properties = {} }) =>
      Type === type ? [Properties] : [],
    );
  const name = 'app/chat/1234567890123456';
  const registered = group['Targets'] === undefined ? [] : INSTANCES;
  const { Matcher, TargetGroupAttributes: _, Targets: __, VpcId: ___, Tags: ____, ...properties } = group;
  const securityGroup = one(template, 'AWS::EC2::SecurityGroup');
  return {
    loadBalancer: {
      LoadBalancerArn: `arn:aws:elasticloadbalancing:${ACCOUNT}:loadbalancer/${name}`,
      LoadBalancerName: 'chat-WebSocketALB-1',
      Scheme: loadBalancer['Scheme'] ?? 'internet-facing',
      IpAddressType: loadBalancer['IpAddressType'] ?? 'ipv4',
      VpcId: 'vpc-0123456789abcdef0',
      AvailabilityZones: SUBNETS.map((SubnetId, index) => ({
        SubnetId,
        ZoneName: `eu-west-1${'ab'[index]}`,
      })),
    },
    attributes: pairs(loadBalancer['LoadBalancerAttributes']),
    tags: pairs(loadBalancer['Tags']),
    listeners: of(`${ELB}Listener`).map((listener): LiveListener => ({
      description: {
        Port: listener['Port'],
        Protocol: listener['Protocol'],
        SslPolicy: listener['SslPolicy'],
        Certificates: (listener['Certificates'] ?? []).map(({ CertificateArn }: Properties) => ({
          CertificateArn: text(CertificateArn),
        })),
        DefaultActions: listener['DefaultActions'].map((action: Properties) => ({
          ...action,
          ...(action['Type'] === 'forward' && { TargetGroupArn: 'group' }),
        })),
      },
      attributes: pairs(listener['ListenerAttributes']),
      rules: [],
      certificates: [],
    })),
    targetGroups: [
      {
        description: {
          TargetGroupArn: 'group',
          TargetGroupName: 'chat-1',
          ...properties,
          ...(Matcher !== undefined && { Matcher: { HttpCode: text(Matcher.HttpCode) } }),
        },
        attributes: pairs(group['TargetGroupAttributes']),
        targets: registered.map((id) => ({ id, port: group['Port'] })),
      },
    ],
    securityGroups: [
      {
        GroupId: 'sg-1',
        IpPermissions: securityGroup['SecurityGroupIngress'].map((rule: Properties) => ({
          IpProtocol: rule['IpProtocol'],
          FromPort: rule['FromPort'],
          ToPort: rule['ToPort'],
          IpRanges: rule['CidrIp'] === undefined ? [] : [{ CidrIp: rule['CidrIp'] }],
        })),
      },
    ],
    alarms: of('AWS::CloudWatch::Alarm').map((alarm) => ({
      ...alarm,
      AlarmName: text(alarm['AlarmName']),
      AlarmActions: (alarm['AlarmActions'] ?? []).map(text),
      Dimensions: [],
    })),
    instances: registered.map((InstanceId) => ({ InstanceId })),
    webAclArn: undefined,
    reservedCapacityUnits: undefined,
  };
}

// The resources of a template as ELB, EC2 and CloudWatch would describe them.
import { fullNameOf } from '../../src/alb/arn.ts';
import { METRIC_NAMESPACE } from '../../src/alb/metrics.ts';
import { readRules } from '../../src/doctor/collect/read-rules.ts';
import type { Live, LiveListener, LiveRule, LiveTargetGroup, ReadRule } from '../../src/wizard/live/live.ts';

type Properties = Record<string, any>; // eslint-disable-line typescript/no-explicit-any
interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

const ELB = 'AWS::ElasticLoadBalancingV2::';
const ACCOUNT = 'eu-west-1:123456789012';

/** What a deployment would substitute for a function, by the logical id or parameter that it refers to. */
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

/** @throws {Error} if the template has none. */
const one = (template: Template, type: string): Properties => {
  const found = Object.values(template.Resources).find(({ Type }) => Type === type)?.Properties;
  if (!found) throw new Error(`no ${type}`);
  return found;
};

const resourcesOf = (template: Template, type: string): [id: string, properties: Properties][] =>
  Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]): [string, Properties][] =>
    Type === type ? [[id, Properties]] : [],
  );

const refOf = (value: unknown): string => String((value as { Ref?: string } | undefined)?.Ref);

const groupArn = (id: string): string =>
  `arn:aws:elasticloadbalancing:${ACCOUNT}:targetgroup/chat-${id.slice(0, 5)}-1/${id}`;

/** ELB returns both forms where a template may use either, numbers in conditions as strings, and no secrets. */
const actionOf = (action: Properties): Properties => {
  const {
    TargetGroupArn,
    AuthenticateOidcConfig: oidc,
    AuthenticateCognitoConfig: cognito,
    ...rest
  } = action;
  const { ClientSecret: _, ...shown } = oidc ?? {};
  const timeout = (config: Properties) => ({ ...config, SessionTimeout: Number(config['SessionTimeout']) });
  const arn = groupArn(refOf(TargetGroupArn));
  return {
    ...rest,
    ...(TargetGroupArn !== undefined && {
      TargetGroupArn: arn,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }] },
    }),
    ...(oidc && { AuthenticateOidcConfig: timeout(shown) }),
    ...(cognito && { AuthenticateCognitoConfig: timeout(cognito) }),
  };
};

function rulesOf(template: Template, listener: string, defaultActions: Properties[]): ReadRule[] {
  const own = resourcesOf(template, `${ELB}ListenerRule`)
    .filter(([, { ListenerArn }]) => refOf(ListenerArn) === listener)
    .map(([id, { Priority, Conditions, Actions }]) => ({
      RuleArn: id,
      Priority: String(Priority),
      Conditions: Conditions,
      Actions: Actions.map(actionOf),
      IsDefault: false,
    }));
  const last = {
    RuleArn: `${listener}/default`,
    Priority: 'default',
    Conditions: [],
    Actions: defaultActions,
    IsDefault: true,
  };
  const rules: LiveRule[] = [...own, last];
  return readRules({ Rules: rules }, listener).map((rule) => ({
    rule,
    description: rules.find(({ RuleArn }) => RuleArn === rule.key) ?? {},
  }));
}

function targetGroupOf([id, group]: [string, Properties]): LiveTargetGroup {
  const { Matcher, TargetGroupAttributes, Targets = [], VpcId: _, Tags, ...properties } = group;
  const { GrpcCode, HttpCode } = Matcher ?? {};
  const targets = (Targets as Properties[]).map(({ Id, Port }, index) => ({
    id: typeof Id === 'string' ? Id : (INSTANCES[index] ?? ''),
    port: Port,
  }));
  return {
    description: {
      TargetGroupArn: groupArn(id),
      TargetGroupName: `chat-${id.slice(0, 5)}-1`,
      ...properties,
      ...(HttpCode !== undefined && { Matcher: { HttpCode: text(HttpCode) } }),
      ...(GrpcCode !== undefined && { Matcher: { GrpcCode: text(GrpcCode) } }),
    },
    attributes: pairs(TargetGroupAttributes),
    tags: pairs(Tags),
    targets,
  };
}

export function liveOf(template: Template): Live {
  const loadBalancer = one(template, `${ELB}LoadBalancer`);
  const targetGroups = resourcesOf(template, `${ELB}TargetGroup`).map(targetGroupOf);
  const of = (type: string) => resourcesOf(template, type).map(([, properties]) => properties);
  const name = 'app/chat/1234567890123456';
  const instances = targetGroups.flatMap(({ description, targets }) =>
    description.TargetType === 'instance' ? targets.map(({ id }) => id) : [],
  );
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
    listeners: resourcesOf(template, `${ELB}Listener`).map(([id, listener]): LiveListener => {
      const actions = listener['DefaultActions'].map(actionOf);
      return {
        description: {
          ListenerArn: id,
          Port: listener['Port'],
          Protocol: listener['Protocol'],
          SslPolicy: listener['SslPolicy'],
          Certificates: (listener['Certificates'] ?? []).map(({ CertificateArn }: Properties) => ({
            CertificateArn: text(CertificateArn),
          })),
          DefaultActions: actions,
        },
        attributes: pairs(listener['ListenerAttributes']),
        rules: rulesOf(template, id, actions),
        certificates: [],
      };
    }),
    targetGroups,
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
    alarms: of('AWS::CloudWatch::Alarm')
      .filter(({ Namespace }) => Namespace === METRIC_NAMESPACE)
      .map((alarm) => ({
        ...alarm,
        AlarmName: text(alarm['AlarmName']),
        AlarmActions: (alarm['AlarmActions'] ?? []).map(text),
        Dimensions: (alarm['Dimensions'] ?? []).map(({ Name, Value }: Properties) => ({
          Name,
          Value: dimensionOf(Value),
        })),
      })),
    instances: instances.map((InstanceId) => ({ InstanceId })),
    webAclArn: undefined,
    reservedCapacityUnits: undefined,
  };
}

/** `!GetAtt ApiTargetGroup.TargetGroupFullName` -> the full name in its ARN. */
function dimensionOf(value: unknown): string {
  const [, id] = /"(\w*TargetGroup)(?:\.|",")TargetGroupFullName/.exec(JSON.stringify(value)) ?? [];
  return id === undefined ? text(value) : fullNameOf(groupArn(id));
}

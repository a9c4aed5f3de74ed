// AWS's responses about a stack that was deployed from a config and has no problems.
import { METRIC_PERIOD_SECONDS } from '../../../src/alb/metrics.ts';
import type { ConfigInput } from '../../../src/config/schema/index.ts';
import { objectOf, yamlOf } from '../../helpers/template.ts';
import { situation, type Situation } from './situation.ts';

type Json = Record<string, any>; // eslint-disable-line typescript/no-explicit-any

const ELB = 'AWS::ElasticLoadBalancingV2::';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:';
const BALANCER = 'app/sock/50dc6c495c0c9188';
const LISTENERS = `${ARN}listener/${BALANCER}`;

/** An ARN in ELB's format for a resource of the stack. */
function physicalId(logicalId: string, type: string): string {
  switch (type) {
    case `${ELB}LoadBalancer`:
      return `${ARN}loadbalancer/${BALANCER}`;
    case `${ELB}TargetGroup`:
      return `${ARN}targetgroup/${logicalId}/0123456789abcdef`;
    case `${ELB}Listener`:
      return `${LISTENERS}/${logicalId}`;
    case `${ELB}ListenerRule`:
      return `${LISTENERS.replace(':listener', ':listener-rule')}/${logicalId}`;
    default:
      return logicalId;
  }
}

/** The ARN of a resource created by {@link deployedFrom}. */
export const arnOf = (logicalId: string, type: 'TargetGroup' | 'Listener' | 'ListenerRule'): string =>
  physicalId(logicalId, `${ELB}${type}`);

/** Rules are returned with what the API adds: weights of the groups in a forward, and the order of actions. */
function asAnswered(action: Json): Json {
  return action['Type'] === 'forward'
    ? {
        ...action,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: action['TargetGroupArn'], Weight: 1 }],
          ...action['ForwardConfig'],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      }
    : action;
}

const pairsOf = (list: Json[] = []): Record<string, string> =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));

/** A stack as the config would deploy it today, with two healthy targets in each group. */
export function deployedFrom(input: ConfigInput): Situation {
  const template = objectOf(input);
  const parameters: Record<string, string> = Object.fromEntries(
    Object.keys(template.Parameters ?? {}).map((name) => [
      name,
      name === 'CertificateArn' ? 'arn:aws:acm:eu-west-1:123456789012:certificate/1' : `given-${name}`,
    ]),
  );
  const resources = Object.entries(template.Resources).map(([logicalId, { Type, Properties }]) => ({
    logicalId,
    type: Type,
    arn: physicalId(logicalId, Type),
    written: Properties as Json,
  }));
  const refer = (name: string): string =>
    parameters[name] ?? resources.find(({ logicalId }) => logicalId === name)?.arn ?? name;
  const all = resources.map((one) => ({
    ...one,
    properties: JSON.parse(JSON.stringify(one.written), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'Ref' in value ? refer(String(value.Ref)) : value,
    ) as Json,
  }));
  const of = (kind: string) => all.filter(({ type }) => type === `${ELB}${kind}`);
  const base = situation('grpc-and-ws-right');
  const [balancer] = of('LoadBalancer');
  const [healthyGroup] = base.tgs;
  if (!balancer || !healthyGroup) throw new Error('no load balancer');
  const groups = of('TargetGroup').map(({ logicalId, arn, properties }) => ({
    tg: {
      ...healthyGroup.tg,
      ...properties,
      Matcher: properties['Matcher'],
      ProtocolVersion: properties['ProtocolVersion'] ?? 'HTTP1',
      TargetGroupArn: arn,
      TargetGroupName: logicalId,
      LoadBalancerArns: [base.lb.LoadBalancerArn],
      VpcId: 'vpc-1',
    } as Situation['tgs'][number]['tg'],
    attributes: { ...healthyGroup.attributes, ...pairsOf(properties['TargetGroupAttributes']) },
    health: ['a', 'b'].map((zone, index) => ({
      Target: { Id: `10.0.${index}.9`, Port: properties['Port'], AvailabilityZone: `eu-west-1${zone}` },
      TargetHealth: { State: 'healthy' },
    })),
  }));
  return {
    ...base,
    lb: {
      ...base.lb,
      Scheme: balancer.properties['Scheme'],
      IpAddressType: balancer.properties['IpAddressType'] ?? 'ipv4',
    },
    attributes: { ...base.attributes, ...pairsOf(balancer.properties['LoadBalancerAttributes']) },
    listeners: of('Listener').map(({ arn, properties }) => ({
      ...properties,
      ListenerArn: arn,
      LoadBalancerArn: base.lb.LoadBalancerArn,
      DefaultActions: properties['DefaultActions'].map(asAnswered),
    })),
    rules: Object.fromEntries(
      of('Listener').map(({ arn: listener, properties: { DefaultActions } }) => [
        listener,
        [
          ...of('ListenerRule')
            .filter(({ properties }) => properties['ListenerArn'] === listener)
            .map(({ arn, properties: { Priority, Conditions, Actions } }) => ({
              RuleArn: arn,
              Priority: String(Priority),
              Conditions,
              Actions: Actions.map(asAnswered),
              IsDefault: false,
            })),
          {
            RuleArn: `${listener}/default`,
            Priority: 'default',
            IsDefault: true,
            Conditions: [],
            Actions: DefaultActions.map(asAnswered),
          },
        ],
      ]),
    ),
    tgs: groups,
    sgs: base.sgs.map((group) => ({
      ...group,
      IpPermissions: [80, 443].map((port) => ({
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      })),
    })),
    metrics: {
      'ActiveConnectionCount Sum': 300,
      'NewConnectionCount Sum': METRIC_PERIOD_SECONDS / 10,
      'RequestCount Sum': 200,
      ...Object.fromEntries(
        groups.flatMap(({ tg }) =>
          ['Minimum', 'Maximum'].flatMap((statistic) => {
            const name = tg.TargetGroupArn.split(':').at(-1);
            return [
              [`HealthyHostCount ${statistic} ${name}`, 2],
              [`UnHealthyHostCount ${statistic} ${name}`, 0],
            ];
          }),
        ),
      ),
    },
    stack: {
      stack: {
        StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/chat/1',
        StackName: 'chat',
        StackStatus: 'CREATE_COMPLETE',
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      },
      resources: all.map(({ logicalId, type, arn }) => ({
        LogicalResourceId: logicalId,
        PhysicalResourceId: arn,
        ResourceType: type,
        ResourceStatus: 'CREATE_COMPLETE',
      })),
      template: yamlOf(input),
    },
  };
}

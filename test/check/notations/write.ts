// One load balancer for a chat, written in each notation; a fault is a difference from it, in the notation's own terms.

export interface CloudFormationFault {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly targetGroup?: Readonly<Record<string, unknown>>;
  readonly targetGroupAttributes?: Readonly<Record<string, string>>;
  readonly listener?: Readonly<Record<string, unknown>>;
  readonly rule?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Blocks are lists, as in the JSON of a plan. `undefined` is a value known only after the apply. */
export interface TerraformFault {
  readonly lb?: Values;
  readonly targetGroup?: Values;
  readonly listener?: Values;
  readonly rule?: Values;
  readonly more?: readonly TerraformResource[];
}
type Values = Readonly<Record<string, unknown>>;

export interface TerraformResource {
  readonly type: string;
  readonly name: string;
  readonly values: Values;
  /** Expressions with references; constants are derived from the values. */
  readonly references?: Readonly<Record<string, string>>;
  readonly index?: number | string;
}

export interface KubernetesFault {
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly service?: Readonly<Record<string, string>>;
  /** More Ingresses in the same group. */
  readonly more?: readonly Readonly<Record<string, unknown>>[];
}

const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Key, Value]) => ({ Key, Value }));

const elb = (type: string) => `AWS::ElasticLoadBalancingV2::${type}`;

export function cloudFormation(fault: CloudFormationFault): string {
  const forward = [{ Type: 'forward', TargetGroupArn: { Ref: 'ChatTargetGroup' } }];
  return JSON.stringify({
    Resources: {
      Chat: {
        Type: elb('LoadBalancer'),
        Properties: {
          Subnets: ['subnet-1', 'subnet-2'],
          SecurityGroups: ['sg-1'],
          LoadBalancerAttributes: pairs({ 'idle_timeout.timeout_seconds': '600', ...fault.attributes }),
        },
      },
      ChatListener: {
        Type: elb('Listener'),
        Properties: {
          LoadBalancerArn: { Ref: 'Chat' },
          Port: 443,
          Protocol: 'HTTPS',
          SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          Certificates: [{ CertificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1' }],
          DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
          ...fault.listener,
        },
      },
      ChatRule: {
        Type: elb('ListenerRule'),
        Properties: {
          ListenerArn: { Ref: 'ChatListener' },
          Priority: 10,
          Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/ws', '/ws/*'] } }],
          Actions: forward,
          ...fault.rule,
        },
      },
      ChatTargetGroup: {
        Type: elb('TargetGroup'),
        Properties: {
          TargetType: 'ip',
          Port: 8080,
          Protocol: 'HTTP',
          VpcId: 'vpc-1',
          HealthCheckPath: '/healthz',
          TargetGroupAttributes: pairs(fault.targetGroupAttributes ?? {}),
          ...fault.targetGroup,
        },
      },
      ...fault.more,
    },
  });
}

export function terraform(fault: TerraformFault): string {
  const forward = { type: 'forward', target_group_arn: undefined, forward: [] };
  return plan([
    {
      type: 'aws_lb',
      name: 'chat',
      values: {
        load_balancer_type: 'application',
        subnets: ['subnet-1', 'subnet-2'],
        security_groups: ['sg-1'],
        idle_timeout: 600,
        access_logs: [],
        connection_logs: [],
        ...fault.lb,
      },
    },
    {
      type: 'aws_lb_listener',
      name: 'https',
      values: {
        port: 443,
        protocol: 'HTTPS',
        ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        certificate_arn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
        load_balancer_arn: undefined,
        default_action: [
          {
            type: 'fixed-response',
            forward: [],
            fixed_response: [{ content_type: 'text/plain', status_code: '404' }],
          },
        ],
        ...fault.listener,
      },
      references: { load_balancer_arn: 'aws_lb.chat.arn' },
    },
    {
      type: 'aws_lb_listener_rule',
      name: 'ws',
      values: {
        listener_arn: undefined,
        priority: 10,
        condition: [{ path_pattern: [{ values: ['/ws', '/ws/*'] }] }],
        action: [forward],
        ...fault.rule,
      },
      references: {
        listener_arn: 'aws_lb_listener.https.arn',
        target_group_arn: 'aws_lb_target_group.chat.arn',
      },
    },
    {
      type: 'aws_lb_target_group',
      name: 'chat',
      values: {
        target_type: 'ip',
        port: 8080,
        protocol: 'HTTP',
        vpc_id: 'vpc-1',
        health_check: [{ path: '/healthz' }],
        ...fault.targetGroup,
      },
    },
    ...(fault.more ?? []),
  ]);
}

/** The JSON of a plan that creates these resources, as printed by `terraform show -json`. */
export function plan(resources: readonly TerraformResource[]): string {
  const address = ({ type, name, index }: TerraformResource): string =>
    `${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`;
  const own = resources.map((one) => ({ ...one, address: address(one), mode: 'managed' }));
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: own.map(({ address: at, mode, type, name, index, values }) => ({
          address: at,
          mode,
          type,
          name,
          index,
          values,
        })),
      },
    },
    resource_changes: own.map(({ address: at, values }) => ({
      address: at,
      change: { actions: ['create'], before: null, after: values, after_unknown: unknowns(values) },
    })),
    configuration: {
      root_module: {
        resources: own.map(({ type, name, values, references = {} }) => ({
          address: `${type}.${name}`,
          mode: 'managed',
          type,
          name,
          expressions: expressions(values, references),
        })),
      },
    },
  });
}

const isBlocks = (value: unknown): value is Values[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);

/** Mirrors the values: true where a value is undefined. */
function unknowns(value: unknown): unknown {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.map(unknowns);
  if (typeof value !== 'object' || value === null) return false;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]): [string, unknown] => [key, unknowns(one)])
      .filter(([, one]) => one !== false),
  );
}

function expressions(values: Values, references: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
      if (isBlocks(value))
        return value.length === 0 ? [] : [[key, value.map((one) => expressions(one, references))]];
      if (value !== undefined) return [[key, { constant_value: value }]];
      const reference = references[key];
      return reference === undefined
        ? []
        : [[key, { references: [reference, reference.replace(/\.\w+$/, '')] }]];
    }),
  );
}

const ALB = 'alb.ingress.kubernetes.io/';

export function kubernetes({ annotations, service, more = [] }: KubernetesFault): string {
  const all: Readonly<Record<string, string | null>> = {
    'listen-ports': '[{"HTTPS":443}]',
    'certificate-arn': 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
    'ssl-policy': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    'target-type': 'ip',
    'healthcheck-path': '/healthz',
    'load-balancer-attributes': 'idle_timeout.timeout_seconds=600',
    ...annotations,
  };
  const own = Object.entries(all).filter(([, value]) => value !== null);
  const documents = [
    ingress('chat', Object.fromEntries(own) as Record<string, string>, ['/ws']),
    ...(service ? [serviceOf(service)] : []),
    ...more,
  ];
  // JSON is YAML, and several documents are a stream.
  return documents.map((one) => `---\n${JSON.stringify(one, undefined, 1)}\n`).join('');
}

export const ingress = (
  name: string,
  annotations: Readonly<Record<string, string>>,
  paths: readonly string[],
): Readonly<Record<string, unknown>> => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {
    name,
    namespace: 'prod',
    annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [ALB + key, value])),
  },
  spec: {
    ingressClassName: 'alb',
    rules: [
      {
        http: {
          paths: paths.map((path) => ({
            path,
            pathType: 'Prefix',
            backend: { service: { name, port: { number: 8080 } } },
          })),
        },
      },
    ],
  },
});

const serviceOf = (annotations: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'chat',
    namespace: 'prod',
    annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [ALB + key, value])),
  },
  spec: { ports: [{ port: 8080 }] },
});

// What CloudFormation makes of a template: functions evaluated, conditions decided, references replaced by names that do not
// depend on logical ids. Two templates with the same result deploy the same.
import type { Resource } from '../../src/template/types.ts';

export interface Environment {
  readonly partition: string;
  readonly region: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<
    Record<string, { Value: unknown; Description: unknown; Export?: { Name: unknown } }>
  >;
}

export interface Deployed {
  /** By type, and by what distinguishes resources of one type. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const ACCOUNT = '123456789012';
/** The property that distinguishes resources of a type. */
// eslint-disable-next-line typescript/no-explicit-any
const KEYS: Readonly<Record<string, (properties: any) => string | number>> = {
  'AWS::ElasticLoadBalancingV2::Listener': ({ Port }) => Port,
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': ({ Certificates }) => Certificates[0].CertificateArn,
  'AWS::ElasticLoadBalancingV2::ListenerRule': ({ ListenerArn, Priority }) => `${ListenerArn} ${Priority}`,
  'AWS::CloudWatch::Alarm': ({ AlarmName }) => AlarmName,
  'AWS::SNS::Subscription': ({ Endpoint }) => Endpoint,
  'AWS::Route53::RecordSet': ({ Type }) => Type,
  'AWS::Glue::Table': ({ TableInput }) => TableInput.Name,
  'AWS::Athena::NamedQuery': ({ Name }) => Name,
  'AWS::EC2::Subnet': ({ CidrBlock }) => CidrBlock,
  'AWS::EC2::SecurityGroup': ({ GroupDescription }) => GroupDescription,
  'AWS::ApplicationAutoScaling::ScalingPolicy': ({ PolicyName }) => PolicyName,
};

/** Deploys a template on paper. */
export function deploy(template: Template, environment: Environment): Deployed {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const evaluateWith = (value: unknown) => evaluate(value, template, environment, names);
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const count = (counts.get(Type) ?? 0) + 1;
    counts.set(Type, count);
    const key = KEYS[Type]?.(evaluateWith(Properties ?? {})) ?? (isUnique(Type) ? '' : count);
    names.set(id, `${Type} ${String(key)}`.trim());
  }
  const resources = Object.entries(template.Resources).map(([id, resource]): [string, Resource] => [
    names.get(id) ?? id,
    {
      ...resource,
      ...(resource.DependsOn !== undefined && {
        DependsOn: [resource.DependsOn].flat().map((each) => names.get(each) ?? each),
      }),
      Properties: evaluateWith(resource.Properties ?? {}) as Record<string, unknown>,
    },
  ]);
  if (new Set(resources.map(([name]) => name)).size !== resources.length)
    throw new Error(`two of one name: ${resources.map(([name]) => name).join(', ')}`);
  return {
    resources: Object.fromEntries(resources),
    outputs: evaluateWith(template.Outputs ?? {}) as Record<string, unknown>,
  };
}

/** Types with several unnamed resources: counted, and compared by their effect. */
const COUNTED = new Set([
  'EIP',
  'NatGateway',
  'Route',
  'RouteTable',
  'SubnetRouteTableAssociation',
  'SecurityGroupIngress',
  // ECS's role, and the servers' role.
  'AWS::IAM::Role',
  // In the order of the routes.
  'AWS::ElasticLoadBalancingV2::TargetGroup',
]);
const isUnique = (type: string): boolean => !COUNTED.has(type.replace('AWS::EC2::', ''));

const NO_VALUE = Symbol('AWS::NoValue');

function evaluate(
  value: unknown,
  template: Template,
  environment: Environment,
  names: ReadonlyMap<string, string>,
): unknown {
  const recur = (each: unknown): unknown => evaluate(each, template, environment, names);
  if (Array.isArray(value)) return value.map(recur).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? ['', undefined];
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
    return call(name, argument, recur, template, environment, names);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, recur(item)]).filter(([, item]) => item !== NO_VALUE),
  );
}

function call(
  name: string,
  argument: any, // eslint-disable-line typescript/no-explicit-any
  recur: (value: unknown) => any, // eslint-disable-line typescript/no-explicit-any
  template: Template,
  environment: Environment,
  names: ReadonlyMap<string, string>,
): unknown {
  const reference = (id: string) => refer(id, template, environment, names);
  const [first, second, third] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  switch (name) {
    case 'Ref':
      return reference(argument);
    case 'Fn::GetAtt':
      return reference(`${String(first)}.${String(second)}`);
    case 'Fn::Sub': {
      const variables = (Array.isArray(argument) ? second : {}) as Record<string, unknown>;
      return String(first).replaceAll(/\$\{([^}]*)\}/g, (_, key: string) =>
        key.startsWith('!')
          ? `\${${key.slice(1)}}`
          : String(key in variables ? recur(variables[key]) : reference(key)),
      );
    }
    case 'Fn::Join':
      return recur(second).join(String(first));
    case 'Fn::Split':
      return recur(second).split(String(first));
    case 'Fn::Select':
      return recur(second)[Number(first)];
    case 'Fn::GetAZs':
      return ['zone-0', 'zone-1', 'zone-2'];
    case 'Fn::Cidr':
      return Array.from(
        { length: Number(second) },
        (_, index) => `${recur(first)} block ${index} of /${128 - Number(third)}`,
      );
    case 'Fn::FindInMap':
      return (template.Mappings as any)[String(first)][recur(second)][String(third)]; // eslint-disable-line typescript/no-explicit-any
    case 'Fn::Equals':
      return recur(first) === recur(second);
    case 'Fn::If':
      return recur(template.Conditions?.[String(first)]) ? recur(second) : recur(third);
    default:
      throw new Error(`${name} is not known here`);
  }
}

const PSEUDO: Readonly<Record<string, (environment: Environment) => unknown>> = {
  'AWS::NoValue': () => NO_VALUE,
  'AWS::AccountId': () => ACCOUNT,
  'AWS::Partition': ({ partition }) => partition,
  'AWS::Region': ({ region }) => region,
  'AWS::StackName': ({ stackName }) => stackName,
  'AWS::StackId': ({ partition, region, stackName }) =>
    `arn:${partition}:cloudformation:${region}:${ACCOUNT}:stack/${stackName}/0a1b2c3d-0000-0000-0000-000000000000`,
};

/** The results of Ref and GetAtt: ARNs and names in ELB's format, because dimensions are cut out of them. */
function refer(
  reference: string,
  template: Template,
  environment: Environment,
  names: ReadonlyMap<string, string>,
): unknown {
  const pseudo = PSEUDO[reference];
  if (pseudo) return pseudo(environment);
  if (reference in environment.parameters) return environment.parameters[reference];
  const [id = '', ...attribute] = reference.split('.');
  const resource = template.Resources[id];
  if (!resource) throw new Error(`nothing is named ${reference}`);
  const { partition, region } = environment;
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${ACCOUNT}:${rest}`;
  const properties = () =>
    evaluate(resource.Properties, template, environment, names) as Record<string, unknown>;
  switch (`${resource.Type} ${attribute.join('.')}`.trim()) {
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return arn('elasticloadbalancing', `loadbalancer/${LOAD_BALANCER}`);
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer LoadBalancerFullName':
      return LOAD_BALANCER;
    case 'AWS::ElasticLoadBalancingV2::TargetGroup':
      return arn('elasticloadbalancing', TARGET_GROUP);
    case 'AWS::ElasticLoadBalancingV2::TargetGroup TargetGroupFullName':
      return TARGET_GROUP;
    case 'AWS::ElasticLoadBalancingV2::Listener':
      return arn('elasticloadbalancing', `listener/${LOAD_BALANCER}/${String(resource.Properties['Port'])}`);
    // Same as their Ref.
    case 'AWS::EC2::EgressOnlyInternetGateway Id':
    case 'AWS::ElasticLoadBalancingV2::TrustStore TrustStoreArn':
      return names.get(id);
    case 'AWS::CloudWatch::Alarm Arn':
      return arn('cloudwatch', `alarm:${String(properties()['AlarmName'])}`);
    default:
      return [names.get(id), ...attribute].join('.');
  }
}

const LOAD_BALANCER = 'app/balancer/0123456789abcdef';
const TARGET_GROUP = 'targetgroup/targets/0123456789abcdef';

// Two deployments, normalised so that they can be compared resource by resource.
import type { Resource } from '../../src/template/types.ts';
import type { Deployed } from '../helpers/evaluate.ts';
import { DIFFERENCES, RULE_TAGS, type Difference } from './differences.ts';
import { routing } from './routing.ts';

type Properties = Record<string, any>; // eslint-disable-line typescript/no-explicit-any

/** Compared by their effect, not resource by resource. */
const ROUTING = /^AWS::EC2::(Subnet|Route|EIP|NatGateway|InternetGateway|EgressOnly|VPCGateway|VPCCidrBlock)/;

/** Properties that are sets or maps but are written as lists. */
const KEYED = ['LoadBalancerAttributes', 'TargetGroupAttributes', 'ListenerAttributes', 'Tags'];

export interface NormalForm {
  readonly resources: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly subnets: unknown;
}

/** A deployment without order where order is irrelevant, and without the intended differences. */
export function normalForm(
  deployed: Deployed,
  differences: readonly Difference[] = [...DIFFERENCES, RULE_TAGS],
): NormalForm {
  const { resources, outputs } = differences.reduce<Deployed>((all, { apply }) => apply(all), deployed);
  return {
    resources: Object.fromEntries(
      Object.entries(resources)
        .filter(([, { Type }]) => !ROUTING.test(Type))
        .map(([name, resource]) => [name, normalResource(resource)]),
    ),
    outputs,
    subnets: routing({ resources, outputs }),
  };
}

function normalResource({ Type, DeletionPolicy, UpdateReplacePolicy, Properties }: Resource): unknown {
  const properties: Properties = { ...Properties };
  for (const key of KEYED) if (properties[key]) properties[key] = asMap(properties[key]);
  if (properties['Dimensions']) properties['Dimensions'] = asMap(properties['Dimensions'], 'Name');
  for (const key of ['SecurityGroupIngress', 'SecurityGroupEgress'])
    if (properties[key]) properties[key] = inOrder(properties[key]);
  for (const key of ['PolicyDocument', 'AssumeRolePolicyDocument'])
    if (properties[key]) properties[key] = policy(properties[key]);
  if (properties['Policies'])
    properties['Policies'] = properties['Policies'].map((each: Properties) => ({
      ...each,
      PolicyDocument: policy(each['PolicyDocument']),
    }));
  if (properties['DashboardBody']) properties['DashboardBody'] = dashboard(properties['DashboardBody']);
  // Whether it is retained; the default is Delete.
  return {
    Type,
    DeletionPolicy: DeletionPolicy ?? 'Delete',
    UpdateReplacePolicy: UpdateReplacePolicy ?? 'Delete',
    properties,
  };
}

function asMap(list: Properties[], name = 'Key'): Record<string, unknown> {
  const map = Object.fromEntries(list.map((item) => [item[name], item['Value']]));
  if (Object.keys(map).length !== list.length) throw new Error(`twice: ${JSON.stringify(list)}`);
  return map;
}

const inOrder = (list: readonly unknown[]): unknown[] =>
  list.toSorted((a, b) => (stable(a) < stable(b) ? -1 : 1));

/** JSON with sorted keys. */
export const stable = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

const policy = ({ Version, Statement }: Properties): unknown => ({
  Version,
  Statement: inOrder(
    Statement.map((statement: Properties) => ({
      ...statement,
      Action: inOrder([statement['Action']].flat()),
      Resource: inOrder([statement['Resource']].flat()),
    })),
  ),
});

function dashboard(body: string): unknown {
  const { widgets, ...rest } = JSON.parse(body) as Properties;
  return { ...rest, widgets: widgets.map(widget) };
}

/** Every line of a graph with its statistic and period. */
function widget({ properties, ...place }: Properties): unknown {
  const { stat, period, metrics, ...rest } = properties;
  const lines = metrics?.map((line: unknown[]) => {
    const options = line.find((item) => typeof item === 'object') as Properties | undefined;
    const [namespace, metric, ...dimensions] = line.filter((item) => typeof item !== 'object');
    if (namespace === undefined) return { ...options };
    return {
      namespace,
      metric,
      dimensions: pairs(dimensions),
      stat: stat ?? 'Average',
      period: period ?? 300,
      ...options,
    };
  });
  return { ...place, properties: { ...rest, ...(lines && { metrics: inOrder(lines) }) } };
}

const pairs = (names: readonly unknown[]): unknown =>
  Object.fromEntries(names.flatMap((name, index) => (index % 2 === 0 ? [[name, names[index + 1]]] : [])));

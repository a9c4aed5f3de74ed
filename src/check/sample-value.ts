// What functions make of the ARNs and names of load balancers, target groups and buckets, with NAME, ID and ACCOUNT for the
// parts that only AWS knows. Templates split ARNs for the dimensions of metrics, and build ARNs for bucket policies.
import { child, onlyEntry, text, type Node } from './node.ts';
import type { Resource, Template } from './template.ts';

const ARN = 'arn:aws:elasticloadbalancing:REGION:ACCOUNT:';
const LOAD_BALANCER = 'app/NAME/ID';
const TARGET_GROUP = 'targetgroup/NAME/ID';

/** Type -> attribute -> value; the value of Ref is under the empty name. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    '': `${ARN}loadbalancer/${LOAD_BALANCER}`,
    LoadBalancerArn: `${ARN}loadbalancer/${LOAD_BALANCER}`,
    LoadBalancerFullName: LOAD_BALANCER,
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    '': `${ARN}${TARGET_GROUP}`,
    TargetGroupArn: `${ARN}${TARGET_GROUP}`,
    TargetGroupFullName: TARGET_GROUP,
  },
};

/** Undefined where a part of the value cannot be known. */
export function sampleValue(node: Node | undefined, template: Template): string | undefined {
  const value = evaluated(node, template);
  return typeof value === 'string' ? value : undefined;
}

type Value = string | readonly string[] | undefined;

function evaluated(node: Node | undefined, template: Template): Value {
  if (!node) return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return known(node.items.map((item) => sampleValue(item, template)));
  const [name, argument] = onlyEntry(node) ?? [];
  const items = argument?.kind === 'list' ? argument.items : [];
  const [first, second] = items;
  const listOf = (): readonly string[] | undefined => {
    const value = evaluated(second, template);
    return typeof value === 'string' ? undefined : value;
  };
  switch (name) {
    case 'Ref':
      return sampleOf(text(argument), '', template);
    case 'Fn::GetAtt': {
      const [id, attribute] = items.length > 0 ? items.map(text) : (text(argument) ?? '').split('.');
      return sampleOf(id, attribute ?? '', template);
    }
    case 'Fn::Select':
      return listOf()?.[Number(text(first))];
    case 'Fn::Split': {
      const [separator, whole] = [text(first), sampleValue(second, template)];
      return separator === undefined ? undefined : whole?.split(separator);
    }
    case 'Fn::Join':
      return listOf()?.join(text(first) ?? '');
    case 'Fn::Sub':
      return substituted(argument, template);
    default:
      return undefined;
  }
}

const known = (values: readonly (string | undefined)[]): readonly string[] | undefined =>
  values.every((value) => value !== undefined) ? values : undefined;

function sampleOf(id: string | undefined, attribute: string, template: Template): string | undefined {
  const resource = template.resources.get(id ?? '');
  if (!resource) return attribute === '' ? PSEUDO_PARAMETERS[id ?? ''] : undefined;
  if (resource.type !== 'AWS::S3::Bucket') return SAMPLES[resource.type]?.[attribute];
  const name = sampleBucketName(resource, template);
  return attribute === 'Arn' ? `arn:aws:s3:::${name}` : attribute === '' ? name : undefined;
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'ACCOUNT',
  'AWS::Partition': 'aws',
};

/** The name that a bucket is given; another one if it cannot be known. */
export const sampleBucketName = ({ id, properties }: Resource, template: Template): string =>
  sampleValue(child(properties, 'BucketName'), template) ?? `NAME-OF-${id}`;

/** `${Resource}`, `${Resource.Attribute}`, and variables of the pattern's own. */
function substituted(argument: Node | undefined, template: Template): string | undefined {
  const [pattern, variables] = argument?.kind === 'list' ? argument.items : [argument];
  let isKnown = text(pattern) !== undefined;
  const value = text(pattern)?.replaceAll(/\$\{([^!][^}]*)\}/g, (_, path: string) => {
    const own = child(variables, path);
    const [id, ...attribute] = path.split('.');
    const sample = own ? sampleValue(own, template) : sampleOf(id, attribute.join('.'), template);
    isKnown &&= sample !== undefined;
    return sample ?? '';
  });
  return isKnown ? value : undefined;
}

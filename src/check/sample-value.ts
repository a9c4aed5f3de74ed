// What functions make of the ARNs and names of load balancers and target groups, with NAME and ID for the parts that only
// AWS knows. Templates split ARNs for the dimensions of metrics.
import { onlyEntry, text, type Node } from './node.ts';
import type { Template } from './template.ts';

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
      return substituted(text(argument), template);
    default:
      return undefined;
  }
}

const known = (values: readonly (string | undefined)[]): readonly string[] | undefined =>
  values.every((value) => value !== undefined) ? values : undefined;

const sampleOf = (id: string | undefined, attribute: string, { resources }: Template): string | undefined =>
  SAMPLES[resources.get(id ?? '')?.type ?? '']?.[attribute];

/** Only `${Resource}` and `${Resource.Attribute}`: a pattern with variables of its own is not known. */
function substituted(pattern: string | undefined, template: Template): string | undefined {
  let isKnown = pattern !== undefined;
  const value = pattern?.replaceAll(/\$\{([^}]*)\}/g, (_, path: string) => {
    const [id, ...attribute] = path.split('.');
    const sample = sampleOf(id, attribute.join('.'), template);
    isKnown &&= sample !== undefined;
    return sample ?? '';
  });
  return isKnown ? value : undefined;
}

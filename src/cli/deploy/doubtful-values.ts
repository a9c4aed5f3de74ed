// Parameter values that AWS will most likely refuse, or that are not all used. They are only warned about: CloudFormation knows.
import { MIN_SUBNETS } from '../../alb/limits.ts';
import { regionOf } from '../../alb/arn.ts';
import { child, text, type Node } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';
import type { Problem } from '../../common/known-error.ts';
import { many } from '../../common/numbers.ts';
import type { Deployment } from './before-sending.ts';
import { OVERRIDES, valuesGiven } from './overrides.ts';

/** @param region of the stack, as far as it is known */
export function doubtfulValues({ template, further }: Deployment, region: string | undefined): Problem[] {
  if (!template) return [];
  const given = valuesGiven(further) ?? new Map<string, string>();
  return [
    ...wrongCounts(template, given),
    ...tooFewSubnets(template, given),
    ...certificatesElsewhere(template, given, region),
  ];
}

const itemsOf = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Lists of which the template selects single values: Fn::Select fails where there is none, and the rest is not used. */
function wrongCounts({ resources, parameters }: Template, given: ReadonlyMap<string, string>): Problem[] {
  const selected = new Map<string, number>();
  const other = new Set<string>();
  for (const { node } of resources.values())
    for (const use of parameterUses(node)) {
      if (use.index === undefined) other.add(use.name);
      else selected.set(use.name, Math.max(selected.get(use.name) ?? 0, use.index + 1));
    }
  return [...selected].flatMap(([name, wanted]) => {
    const value = given.get(name);
    if (value === undefined || !/List/.test(text(child(parameters.get(name), 'Type')) ?? '')) return [];
    const { length } = itemsOf(value);
    if (length === wanted || (length > wanted && other.has(name))) return [];
    return [
      {
        what: `${name} has ${many(length, 'value')}, and the template uses ${length < wanted ? `${wanted}: the deployment will fail` : `the first ${wanted} only`}.`,
        where: OVERRIDES,
        remedy: `Give ${many(wanted, 'value')}, separated by commas, or change the config.`,
      },
    ];
  });
}

interface Use {
  readonly name: string;
  /** Of the value that Fn::Select takes; undefined for the whole list. */
  readonly index: number | undefined;
}

function parameterUses(node: Node | undefined): Use[] {
  if (!node || node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(parameterUses);
  const name = text(child(node, 'Ref'));
  if (name !== undefined) return [{ name, index: undefined }];
  const select = child(node, 'Fn::Select');
  const [at, list] = select?.kind === 'list' ? select.items : [];
  const selected = text(child(list, 'Ref'));
  const index = text(at);
  if (selected !== undefined && index !== undefined && /^\d+$/.test(index))
    return [{ name: selected, index: Number(index) }];
  return [...node.entries.values()].flatMap(({ value }) => parameterUses(value));
}

/** Ids of subnets in an Outpost or a Local Zone look the same, and one of those is enough. */
function tooFewSubnets({ resources }: Template, given: ReadonlyMap<string, string>): Problem[] {
  return [...resources.values()].flatMap(({ id, type, properties }) => {
    if (type !== 'AWS::ElasticLoadBalancingV2::LoadBalancer') return [];
    if (!['application', undefined].includes(text(child(properties, 'Type')))) return [];
    const name = text(child(child(properties, 'Subnets'), 'Ref'));
    const ids = itemsOf((name === undefined ? undefined : given.get(name)) ?? '');
    if (name === undefined || ids.length === 0 || ids.length >= MIN_SUBNETS) return [];
    return [
      {
        what: `${name} has ${many(ids.length, 'subnet')}, and the load balancer ${id} needs ${MIN_SUBNETS} in different Availability Zones, except in an Outpost or a Local Zone.`,
        where: OVERRIDES,
        remedy: `Add a subnet of another zone, separated by a comma: ${name}=${ids.join(',')},subnet-…`,
      },
    ];
  });
}

/** Source: ELB User Guide, "SSL certificates for your Application Load Balancer": in the same Region, unless in IAM. */
function certificatesElsewhere(
  { resources, parameters }: Template,
  given: ReadonlyMap<string, string>,
  region: string | undefined,
): Problem[] {
  if (region === undefined) return [];
  const arns = new Map<string, string>();
  for (const { type, properties } of resources.values()) {
    if (!type.startsWith('AWS::ElasticLoadBalancingV2::Listener')) continue;
    const certificates = child(properties, 'Certificates');
    for (const one of certificates?.kind === 'list' ? certificates.items : []) {
      const node = child(one, 'CertificateArn');
      const name = text(child(node, 'Ref'));
      const arn =
        name === undefined ? text(node) : (given.get(name) ?? text(child(parameters.get(name), 'Default')));
      if (arn !== undefined) arns.set(arn, name === undefined ? 'the certificate in the template' : name);
    }
  }
  return [...arns]
    .filter(([arn]) => /^arn:[^:]+:acm:[a-z0-9-]+:/.test(arn) && regionOf(arn) !== region)
    .map(([arn, name]) => ({
      what: `${name} is in ${regionOf(arn)}, and the stack is in ${region}: ELB takes certificates of its own Region only.`,
      where: `stack in ${region}`,
      remedy: `Request or import the certificate in ${region}, or deploy to ${regionOf(arn)} with --region.`,
    }));
}

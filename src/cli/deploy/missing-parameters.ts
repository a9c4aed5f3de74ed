// Parameters without a value.
import { child, text, type Node } from '../../check/node.ts';
import { nearest } from '../../common/nearest.ts';
import type { Problem } from '../../common/known-error.ts';
import { isNew, type Deployment, type Parameter } from './before-sending.ts';
import { OVERRIDES, valuesGiven } from './overrides.ts';

/**
 * Parameters without a default that get no value. Values the stack already has count, as they do for `aws
 * cloudformation deploy`. Empty if this program cannot read the template or the arguments.
 */
export function parametersWithoutValue(deployment: Deployment): Parameter[] {
  const { template, further, before } = deployment;
  const values = valuesGiven(further);
  if (!template || !values) return [];
  const isFirst = isNew(deployment);
  return [...template.parameters].filter(
    ([name, node]) =>
      child(node, 'Default') === undefined && !values.has(name) && (isFirst || !before?.parameters.has(name)),
  );
}

/** A problem if any parameter lacks a value. */
export function missingParameters(deployment: Deployment): Problem[] {
  const missing = parametersWithoutValue(deployment);
  if (missing.length === 0) return [];
  const { stackName, further } = deployment;
  const isFirst = isNew(deployment);
  const overrides = missing.map(([name, node]) => `${name}=${sample(node)}`).join(' ');
  return [
    {
      what: `${isFirst ? `Stack ${stackName} is new, and ` : `For stack ${stackName}, `}${missing.length === 1 ? 'a parameter has' : `${missing.length} parameters have`} no default and no value:`,
      details: table(missing),
      where: OVERRIDES,
      remedy: `${hasOverrides(further) ? `Add to the values of ${OVERRIDES}:` : `Add ${OVERRIDES}`} ${overrides}`,
    },
  ];
}

const hasOverrides = (further: readonly string[]): boolean => (valuesGiven(further)?.size ?? 0) > 0;

/** Values for parameters that the template does not have: the AWS CLI silently drops them. */
export function unknownParameters({ template, further }: Deployment): Problem[] {
  const given = valuesGiven(further);
  if (!template || !given) return [];
  const unknown = [...given.keys()].filter((one) => !template.parameters.has(one));
  return unknown.map((name) => {
    const meant = nearest(name, template.parameters.keys());
    return {
      what: `The template has no parameter ${name}: its value is not used.`,
      where: OVERRIDES,
      remedy: meant === undefined ? 'Leave it out.' : `Did you mean ${meant}?`,
    };
  });
}

function table(parameters: readonly Parameter[]): string[] {
  const width = Math.max(...parameters.map(([name]) => name.length));
  return parameters.map(([name, node]) => {
    const words = text(child(node, 'Description')) ?? text(child(node, 'Type')) ?? '';
    return `${name.padEnd(width)}  ${words.replaceAll(/\s+/g, ' ')}`.trimEnd();
  });
}

/** ID prefixes by parameter type. Source: CloudFormation User Guide, "AWS-specific parameter types". */
const ID_PREFIXES: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC::Id': 'vpc-',
  'AWS::EC2::Subnet::Id': 'subnet-',
  'AWS::EC2::Instance::Id': 'i-',
  'AWS::EC2::SecurityGroup::Id': 'sg-',
};

/** What a value of an AWS-specific type is not, in words: an id of its kind, or several; undefined when it may be one. */
export function notAnId(value: string, type: string): string | undefined {
  const [, item] = /^List<(.+)>$/.exec(type) ?? [];
  const prefix = ID_PREFIXES[item ?? type];
  if (prefix === undefined) return undefined;
  const ids = item === undefined ? [value.trim()] : value.split(',').map((each) => each.trim());
  const wrong = ids.find((id) => !new RegExp(`^${prefix}[0-9a-z]+$`).test(id));
  if (wrong === undefined) return undefined;
  return `"${wrong}" is not an id that begins with ${prefix}${item === undefined ? '' : '; separate several by commas'}`;
}

/** A sample value, as far as the type determines it. */
function sample(node: Node): string {
  const type = text(child(node, 'Type')) ?? '';
  const [, item] = /^List<(.+)>$/.exec(type) ?? [];
  const one = `${ID_PREFIXES[item ?? type] ?? ''}…`;
  return item !== undefined || type === 'CommaDelimitedList' ? `${one},${one}` : one;
}

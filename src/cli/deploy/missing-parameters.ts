// Parameters that a deployment would lack: told at once, and before anything is sent.
import { child, text, type Node } from '../../check/node.ts';
import { BrokenTemplate } from '../../check/read.ts';
import { readTemplate } from '../../check/template.ts';
import { nearest } from '../../common/nearest.ts';
import { KnownError } from '../../common/known-error.ts';
import { refuseForbiddenValues } from './parameter-values.ts';
import { warn } from '../shared/error-report.ts';
import { isNew, type StackBefore } from './stack-before.ts';

const OPTION = '--parameter-overrides';

/**
 * Refuses a deployment that gives no value to a parameter without a default, or one that the template does not allow. Values
 * that the stack already has count, as they do for `aws cloudformation deploy`. Nothing is said of a template or of arguments
 * that only the AWS CLI can read, nor of a stack that cannot be seen: then the deployment itself says why.
 *
 * @param further the arguments of `aws cloudformation deploy`
 * @throws {KnownError} with all such parameters, and what to write
 */
export function refuseMissingParameters(
  template: string,
  stack: string,
  further: readonly string[],
  before: StackBefore,
): void {
  const parameters = parametersOf(template);
  const values = valuesGiven(further);
  if (!parameters || !values) return;
  const given = [...values.keys()];
  warnOfUnknown(given, parameters);
  refuseForbiddenValues(values, parameters);
  const open = [...parameters].filter(
    ([name, node]) => child(node, 'Default') === undefined && !given.includes(name),
  );
  if (open.length === 0 || 'error' in before) return;
  const previous = isNew(before) ? [] : (before.stack?.Parameters ?? []).map((one) => one.ParameterKey);
  const missing = open.filter(([name]) => !previous.includes(name));
  if (missing.length === 0) return;
  const overrides = missing.map(([name, node]) => `${name}=${sample(node)}`).join(' ');
  throw new KnownError(
    `${isNew(before) ? `Stack ${stack} is new, and ` : ''}${missing.length === 1 ? 'a parameter has' : `${missing.length} parameters have`} no default and no value:`,
    {
      details: table(missing),
      where: OPTION,
      remedy: `${given.length > 0 ? `Add to the values of ${OPTION}:` : `Add ${OPTION}`} ${overrides}`,
    },
  );
}

/** Undefined for a template that we cannot read; the AWS CLI may. */
function parametersOf(template: string): ReadonlyMap<string, Node> | undefined {
  try {
    return readTemplate(template).parameters;
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What KEY=VALUE gives; undefined when the values are elsewhere, as in file://values.json. */
function valuesGiven(further: readonly string[]): ReadonlyMap<string, string> | undefined {
  // Options may be shortened. Of an option given twice, the last counts.
  const at = further.findLastIndex((argument) => argument.startsWith('--par'));
  if (at === -1) return new Map();
  const [, inOne] = /^--par[a-z-]*=(.*)$/s.exec(further[at] ?? '') ?? [];
  const behind = further.slice(at + 1);
  const end = behind.findIndex((argument) => argument.startsWith('-'));
  const pairs = inOne === undefined ? behind.slice(0, end === -1 ? undefined : end) : [inOne];
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const [, name, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) return undefined;
    values.set(name, value);
  }
  return values;
}

/** The AWS CLI drops without a word what the template has no parameter for. */
function warnOfUnknown(given: readonly string[], parameters: ReadonlyMap<string, Node>): void {
  for (const name of given.filter((one) => !parameters.has(one))) {
    const meant = nearest(name, parameters.keys());
    warn({
      what: `The template has no parameter ${name}: its value is not used.`,
      where: OPTION,
      remedy: meant === undefined ? 'Leave it out.' : `Did you mean ${meant}?`,
    });
  }
}

function table(parameters: readonly (readonly [string, Node])[]): string[] {
  const width = Math.max(...parameters.map(([name]) => name.length));
  return parameters.map(([name, node]) => {
    const words = text(child(node, 'Description')) ?? text(child(node, 'Type')) ?? '';
    return `${name.padEnd(width)}  ${words.replaceAll(/\s+/g, ' ')}`.trimEnd();
  });
}

/** How ids of a type begin. Source: CloudFormation User Guide, "AWS-specific parameter types". */
const ID_PREFIXES: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC::Id': 'vpc-',
  'AWS::EC2::Subnet::Id': 'subnet-',
  'AWS::EC2::Instance::Id': 'i-',
  'AWS::EC2::SecurityGroup::Id': 'sg-',
};

/** What a value looks like, as far as the type says. */
function sample(node: Node): string {
  const type = text(child(node, 'Type')) ?? '';
  const [, item] = /^List<(.+)>$/.exec(type) ?? [];
  const one = `${ID_PREFIXES[item ?? type] ?? ''}…`;
  return item !== undefined || type === 'CommaDelimitedList' ? `${one},${one}` : one;
}

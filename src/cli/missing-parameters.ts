// Parameters that a deployment would lack: told at once, and before anything is sent.
import { describeStack } from '../aws/stack.ts';
import { AwsCliFailed, type AwsTarget } from '../aws/cli.ts';
import { child, text, type Node } from '../check/node.ts';
import { BrokenTemplate } from '../check/read.ts';
import { readTemplate } from '../check/template.ts';
import { nearest } from '../common/nearest.ts';
import { KnownError } from './errors.ts';
import { tell } from './output.ts';
import { formatBlock } from './report.ts';

const OPTION = '--parameter-overrides';

/**
 * Refuses a deployment that gives no value to a parameter without a default. Values that the stack already has count, as
 * they do for `aws cloudformation deploy`. Nothing is said of a template or of arguments that only the AWS CLI can read.
 *
 * @param further the arguments of `aws cloudformation deploy`
 * @throws {KnownError} with all such parameters, and what to write
 */
export async function refuseMissingParameters(
  template: string,
  stack: string,
  further: readonly string[],
  target: AwsTarget,
): Promise<void> {
  const parameters = parametersOf(template);
  const given = namesGiven(further);
  if (!parameters || !given) return;
  warnOfUnknown(given, parameters);
  const open = [...parameters].filter(
    ([name, node]) => child(node, 'Default') === undefined && !given.includes(name),
  );
  if (open.length === 0) return;
  const before = await previousNames(stack, target);
  if (!before) return;
  const missing = open.filter(([name]) => !before.names.includes(name));
  if (missing.length === 0) return;
  const overrides = missing.map(([name, node]) => `${name}=${sample(node)}`).join(' ');
  throw new KnownError(
    [
      `${before.isNew ? `Stack ${stack} is new, and ` : ''}${missing.length === 1 ? 'a parameter has' : `${missing.length} parameters have`} no default and no value:`,
      ...table(missing),
    ].join('\n'),
    {
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

/** The names in KEY=VALUE; undefined when the values are elsewhere, as in file://values.json. */
function namesGiven(further: readonly string[]): string[] | undefined {
  // Options may be shortened. Of an option given twice, the last counts.
  const at = further.findLastIndex((argument) => argument.startsWith('--par'));
  if (at === -1) return [];
  const [, inOne] = /^--par[a-z-]*=(.*)$/s.exec(further[at] ?? '') ?? [];
  const behind = further.slice(at + 1);
  const end = behind.findIndex((argument) => argument.startsWith('-'));
  const values = inOne === undefined ? behind.slice(0, end === -1 ? undefined : end) : [inOne];
  const names = values.map((value) => /^([A-Za-z0-9]+)=/.exec(value)?.[1]);
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** The AWS CLI drops without a word what the template has no parameter for. */
function warnOfUnknown(given: readonly string[], parameters: ReadonlyMap<string, Node>): void {
  for (const name of given.filter((one) => !parameters.has(one))) {
    const meant = nearest(name, parameters.keys());
    tell(
      formatBlock({
        severity: 'warning',
        what: `The template has no parameter ${name}: its value is not used.`,
        where: OPTION,
        remedy: meant === undefined ? 'Leave it out.' : `Did you mean ${meant}?`,
      }),
    );
  }
}

/** Undefined when that cannot be found out: then the deployment itself says why. */
async function previousNames(
  stack: string,
  target: AwsTarget,
): Promise<{ readonly isNew: boolean; readonly names: readonly string[] } | undefined> {
  try {
    const found = await describeStack(stack, target);
    // A stack that only has change sets has no values yet.
    if (!found || found.StackStatus === 'REVIEW_IN_PROGRESS') return { isNew: true, names: [] };
    return { isNew: false, names: (found.Parameters ?? []).map(({ ParameterKey }) => ParameterKey) };
  } catch (error) {
    if (error instanceof AwsCliFailed) return undefined;
    throw error;
  }
}

function table(parameters: readonly (readonly [string, Node])[]): string[] {
  const width = Math.max(...parameters.map(([name]) => name.length));
  return parameters.map(([name, node]) => {
    const words = text(child(node, 'Description')) ?? text(child(node, 'Type')) ?? '';
    return `    ${name.padEnd(width)}  ${words.replaceAll(/\s+/g, ' ')}`.trimEnd();
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

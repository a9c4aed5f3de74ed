// Converts template values to expressions: where constructs take the same values as CloudFormation, nothing is written
// twice.
import { Fn } from './library.ts';
import { call, member, textOf, THIS, type Expression, type Value } from './source/nodes.ts';

/** The names of resources in the code: keyed by `LogicalId` for the Ref and `LogicalId.Attribute` for attributes. */
export type References = Readonly<Record<string, Expression>>;

const PSEUDO_PARAMETERS: References = {
  'AWS::AccountId': member(THIS, 'account'),
  'AWS::Partition': member(THIS, 'partition'),
  'AWS::Region': member(THIS, 'region'),
  'AWS::StackId': member(THIS, 'stackId'),
  'AWS::StackName': member(THIS, 'stackName'),
};

/**
 * A template value as an expression.
 *
 * @throws {Error} on a reference without a name in the code, or a function that no section uses here.
 */
export function fromTemplate(value: unknown, references: References): Value {
  if (typeof value === 'string') return value.includes('\n') ? textOf([value]) : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => fromTemplate(item, references));
  if (typeof value !== 'object' || value === null)
    throw new Error(`no value of a template: ${String(value)}`);
  const entries: [string, unknown][] = Object.entries(value);
  const [first] = entries;
  return first !== undefined && entries.length === 1 && isFunction(first[0])
    ? evaluate(first[0], first[1], references)
    : Object.fromEntries(entries.map(([key, item]) => [key, fromTemplate(item, references)]));
}

const isFunction = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

function evaluate(name: string, argument: unknown, references: References): Expression {
  const list = argument as readonly unknown[];
  switch (name) {
    case 'Ref':
      return find(String(argument), references);
    case 'Fn::GetAtt':
      return find(list.join('.'), references);
    case 'Fn::Sub':
      return typeof argument === 'string'
        ? substitute(argument, {}, references)
        : substitute(String(list[0]), list[1] as Readonly<Record<string, unknown>>, references);
    case 'Fn::Select':
      return call(Fn, 'select', ...list.map((item) => fromTemplate(item, references)));
    case 'Fn::Split':
      return call(Fn, 'split', ...list.map((item) => fromTemplate(item, references)));
    default:
      throw new Error(`${name} is not expected here`);
  }
}

function find(reference: string, references: References): Expression {
  const found = references[reference] ?? PSEUDO_PARAMETERS[reference];
  if (!found) throw new Error(`the code has no name for ${reference}`);
  return found;
}

/** `${Name}` is a variable, `${!Literal}` is text. */
function substitute(
  text: string,
  variables: Readonly<Record<string, unknown>>,
  references: References,
): Expression {
  const parts = text.split(/(\$\{[^}]*\})/).map((part): string | Expression => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    return name in variables
      ? (fromTemplate(variables[name], references) as Expression)
      : find(name, references);
  });
  return textOf(parts);
}

/** Maps whose keys are data, not property names. */
const MAPS = new Set(['Parameters', 'Options']);

/** `EnableECSManagedTags` -> `enableEcsManagedTags`, as jsii does. */
const lowerFirst = (key: string): string =>
  key.charAt(0).toLowerCase() +
  key
    .slice(1)
    .replace(
      /([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/g,
      (_, first: string, rest: string) => first + rest.toLowerCase(),
    );

/** Properties with the names that L1 constructs use: `CatalogId` -> `catalogId`. */
export function propertiesOf(properties: unknown, references: References): Value {
  const lowered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lowered);
    if (typeof value !== 'object' || value === null || Object.keys(value).some(isFunction)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [lowerFirst(key), MAPS.has(key) ? item : lowered(item)]),
    );
  };
  return fromTemplate(lowered(properties), references);
}

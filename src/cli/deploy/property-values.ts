// Property values of two templates in comparable form, as far as they are known before a deployment.
import { onlyEntry, text, type Node } from '../../check/node.ts';

export type Parameters = ReadonlyMap<string, string>;

/** A normalized value: parameters filled in, keys sorted; and what it depends on. */
export interface KnownValue {
  readonly form: string;
  /** Has no functions, so the value CloudFormation will see is known. */
  readonly isLiteral: boolean;
  /** Depends on a condition. */
  readonly isConditional: boolean;
  /** Logical IDs of resources and pseudo parameters it refers to. */
  readonly mentions: ReadonlySet<string>;
}

const isFunction = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

/** Undefined for a property that is absent or AWS::NoValue. */
export function knownValue(node: Node | undefined, parameters: Parameters): KnownValue | undefined {
  if (node === undefined || text(refersTo(node)) === 'AWS::NoValue') return undefined;
  const mentions = new Set<string>();
  let isLiteral = true;
  let isConditional = false;
  const form = (value: Node): unknown => {
    if (value.kind === 'scalar') return value.value;
    if (value.kind === 'list') return value.items.map(form);
    const reference = text(refersTo(value));
    const known = reference === undefined ? undefined : parameters.get(reference);
    if (known !== undefined) return known;
    const [name] = onlyEntry(value) ?? [];
    if (name !== undefined && isFunction(name)) {
      isLiteral = false;
      if (name === 'Fn::If') isConditional = true;
      for (const id of mentionedIn(value)) mentions.add(id);
    }
    const argument = onlyEntry(value)?.[1];
    if (name === 'Fn::Sub' && argument?.kind === 'scalar')
      return { [name]: filled(argument.value, parameters) };
    return Object.fromEntries(
      [...value.entries]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]): [string, unknown] => [key, form(entry.value)]),
    );
  };
  return { form: JSON.stringify(form(node)), isLiteral, isConditional, mentions };
}

/** The argument of a Ref. */
function refersTo(node: Node): Node | undefined {
  const [name, argument] = onlyEntry(node) ?? [];
  return name === 'Ref' ? argument : undefined;
}

const VARIABLE = /\$\{([^!}][^}]*)\}/g;

const filled = (template: string, parameters: Parameters): string =>
  template.replaceAll(VARIABLE, (all, name: string) => parameters.get(name) ?? all);

/** What one function refers to directly; functions nested in it are visited separately. */
function mentionedIn(node: Node): string[] {
  const [name, argument] = onlyEntry(node) ?? [];
  if (argument === undefined) return [];
  if (name === 'Ref') return [text(argument) ?? ''];
  if (name === 'Fn::GetAtt') {
    const path = argument.kind === 'list' ? text(argument.items[0]) : text(argument)?.split('.')[0];
    return path === undefined ? [] : [path];
  }
  if (name !== 'Fn::Sub') return [];
  const words = argument.kind === 'list' ? text(argument.items[0]) : text(argument);
  return [...(words ?? '').matchAll(VARIABLE)].map(([, variable = '']) => variable.split('.')[0] ?? '');
}

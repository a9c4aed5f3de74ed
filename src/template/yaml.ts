import { DEFAULT_SCHEMA, dump, Type } from 'js-yaml';

/** Intrinsic functions that our templates use. Their short form is the name after the colons. */
const FUNCTIONS = new Set([
  'Ref',
  'Fn::GetAtt',
  'Fn::Sub',
  'Fn::Select',
  'Fn::Split',
  'Fn::Join',
  'Fn::FindInMap',
  'Fn::GetAZs',
  'Fn::Cidr',
  'Fn::If',
  'Fn::Equals',
  'Fn::Not',
  'Fn::And',
  'Fn::Or',
]);

const nameOf = (data: object): string => Object.keys(data)[0] ?? '';

/** js-yaml asks it about every value in a template: hence no Object.keys(), nor the characters of strings as keys. */
function isFunction(data: unknown): boolean {
  if (typeof data !== 'object' || Array.isArray(data)) return false;
  let name: string | undefined;
  for (const key in data) {
    if (name !== undefined) return false;
    name = key;
  }
  return name !== undefined && FUNCTIONS.has(name);
}

// One type for all of them: js-yaml tests every object against every type.
const shortForm = new Type('!', {
  kind: 'mapping',
  multi: true,
  predicate: isFunction,
  representName: (data) => `!${nameOf(data).replace('Fn::', '')}`,
  represent: (data) => {
    const [name, argument] = Object.entries(data)[0] ?? [];
    return name === 'Fn::GetAtt' && Array.isArray(argument) ? argument.join('.') : argument;
  },
});
// Strings that a YAML 1.1 parser would read as a number, a date or "=" must be quoted; js-yaml's full schema covers
// only some. Matches `1_000`, `0_`, `0b1`, `017`, `1:30`, `1.` and more: unnecessary quotes do no harm.
const LIKE_A_NUMBER = /^[-+]?([.0-9_][0-9a-fox_.:,]*)?(e[-+]?[0-9_]+)?$/i;
const yaml11 = new Type('tag:yaml.org,2002:value', {
  kind: 'scalar',
  resolve: (text: unknown) => typeof text === 'string' && (text === '=' || LIKE_A_NUMBER.test(text)),
  construct: (text: string) => text,
});
const schema = DEFAULT_SCHEMA.extend({ implicit: [yaml11], explicit: [shortForm] });

/** Plain data as YAML, intrinsic functions in their short form. Deterministic: keys keep their order. */
export const toYaml = (value: object): string =>
  // js-yaml leaves a space after a tag whose list follows on the next lines.
  dump(value, { schema, noRefs: true, lineWidth: -1 }).replace(/(!\w+) $/gm, '$1');

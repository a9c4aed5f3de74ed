import { DEFAULT_SCHEMA, dump, Type } from 'js-yaml';
import { schema as cfnSchema } from 'yaml-cfn';

// yaml-cfn builds on YAML's core schema. Readers of templates know more: dates, merge keys, and the numbers and the
// lone "=" of YAML 1.1. A string that one of them would take for something else has to be quoted, so yaml-cfn's tags
// are put on js-yaml's full schema, and one more type is added. The tags are made again because yaml-cfn, being
// CommonJS, may hold another copy of js-yaml, and a schema takes types of its own copy only.
interface ShortForm {
  readonly tag: string;
  readonly kind: 'scalar' | 'sequence' | 'mapping';
  readonly construct: (data: unknown) => unknown;
  readonly predicate: (data: object) => boolean;
  readonly represent: (data: object) => unknown;
}
const { explicit } = cfnSchema as unknown as { readonly explicit: readonly ShortForm[] };
// Every object is held against every type in turn: those of functions that no template of ours has cost time only.
const USED = new Set([
  'Ref',
  'GetAtt',
  'Sub',
  'Select',
  'Split',
  'Join',
  'FindInMap',
  'GetAZs',
  'Cidr',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
]);
// One type a tag: yaml-cfn has three, for scalars, lists and maps, which matters for reading only.
const tags = new Map(explicit.filter(({ tag }) => USED.has(tag.slice(1))).map((type) => [type.tag, type]));
const shortForms = [...tags.values()].map(
  ({ tag, kind, construct, predicate, represent }) =>
    new Type(tag, { kind, construct, predicate, represent }),
);
// `1_000`, `0_`, `0b1`, `017`, `1:30`, `1.`, and more than that: quotes too many do no harm.
const LIKE_A_NUMBER = /^[-+]?([.0-9_][0-9a-fox_.:,]*)?(e[-+]?[0-9_]+)?$/i;
const yaml11 = new Type('tag:yaml.org,2002:value', {
  kind: 'scalar',
  resolve: (text: unknown) => typeof text === 'string' && (text === '=' || LIKE_A_NUMBER.test(text)),
  construct: (text: string) => text,
});
const schema = DEFAULT_SCHEMA.extend({ implicit: [yaml11], explicit: shortForms });

/** Plain data as YAML, intrinsic functions in their short form. Deterministic: keys keep their order. */
export const toYaml = (value: object): string =>
  // js-yaml leaves a space behind a tag whose list follows on the next lines.
  dump(value, { schema, noRefs: true, lineWidth: -1 }).replace(/(!\w+) $/gm, '$1');

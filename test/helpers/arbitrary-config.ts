// Random configs, derived from the schema itself: a new key is covered without any change here.
import * as fc from 'fast-check';
import type * as z from 'zod/mini';
import { fieldInfo } from '../../src/config/fields.ts';
import { configSchema, type ConfigInput } from '../../src/config/schema/index.ts';
import { validateConfig } from '../../src/config/validate.ts';
import { routesInput } from './arbitrary-routes.ts';

interface Definition {
  readonly type: string;
  readonly shape?: Record<string, Schema>;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly element?: Schema;
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly options?: readonly Schema[];
  readonly values?: readonly unknown[];
  readonly entries?: Record<string, string>;
  readonly format?: string;
}
type Schema = z.core.$ZodType;
interface Check {
  readonly check: string;
  readonly value?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
}

/** What a schema's checks say about its values. */
interface Bounds {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly multipleOf?: number | undefined;
  readonly minLength?: number | undefined;
  readonly pattern?: RegExp | undefined;
  readonly isRefined: boolean;
}

function boundsOf(schema: Schema): Bounds {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def as unknown as Check);
  const find = (kind: string) => checks.find(({ check }) => check === kind);
  return {
    minimum: find('greater_than')?.value,
    maximum: find('less_than')?.value,
    multipleOf: find('multiple_of')?.value,
    minLength: find('min_length')?.minimum,
    pattern: find('string_format')?.pattern,
    isRefined: find('custom') !== undefined,
  };
}

// fast-check can generate strings from plain regular expressions; those with look-around are rewritten here.
const hex = (prefix: string) => fc.stringMatching(new RegExp(`^${prefix}-[0-9a-f]{17}$`));
const BY_PATTERN: readonly [RegExp, fc.Arbitrary<string>][] = [
  [/AWS\\\//, fc.stringMatching(/^[A-Za-z0-9._\-/#]{1,60}$/)],
  [/AWSLogs/, fc.stringMatching(/^[a-z0-9_.-]{1,20}(\/[a-z0-9_.-]{1,20}){0,2}$/)],
  [/AWSALB/, fc.stringMatching(/^[a-z0-9!#$%&'*+\-.^_`|~]{1,40}$/)],
  [/aws:/, fc.stringMatching(/^[b-z0-9_.:/=+\-@]{1,40}$/)],
  [/\\d\+\\\.\\d/, fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$/)],
  [
    /p\{L\}/,
    fc.oneof(
      fc.stringMatching(/^[a-zA-Zäß漢字0-9 _.:/=+\-@]{0,60}$/),
      fc.stringMatching(/^[-+.:0-9_ex]{1,8}$/),
      fc.constantFrom('=', 'yes', '2026-11-22', ': ', '- a', '~', '0x1F'),
    ),
  ],
  [/vpc-/, hex('vpc')],
  [/subnet-/, hex('subnet')],
  [/\^i-/, hex('i')],
];

const cidrBlock = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 32 }))
  .map(([address, bits]) => {
    const base = Math.floor(address / 2 ** (32 - bits)) * 2 ** (32 - bits);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.')}/${bits}`;
  });
const address = fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::1', 'fd00::10'));
const source = fc.oneof(cidrBlock, fc.constantFrom('::/0', '2001:db8::/32', 'pl-0123456789abcdef0'));

function text(
  schema: Schema,
  format: string | undefined,
  { pattern, isRefined }: Bounds,
): fc.Arbitrary<string> {
  if (format === 'cidrv4') return fc.oneof(cidrBlock, fc.constantFrom('10.0.0.0/16', '172.16.0.0/20'));
  if (!pattern && isRefined) return fieldInfo.get(schema)?.allowed.includes('CIDR') ? source : address;
  if (!pattern) return fc.string({ maxLength: 30 });
  const known = BY_PATTERN.find(([marker]) => marker.test(pattern.source));
  if (known) return known[1];
  const matching = fc.stringMatching(new RegExp(pattern.source.replaceAll('(?:', '(')), { size: '-1' });
  // A Region that exists, because cfn-lint knows the list.
  return matching.map((made) => made.replace(/^(arn:[^:]*:[^:]*:)[^:]+:/, '$1eu-west-1:'));
}

function arbitrary(schema: Schema): fc.Arbitrary<unknown> {
  const def = schema._zod.def as unknown as Definition;
  const bounds = boundsOf(schema);
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape ?? {}).map(([key, field]): [string, fc.Arbitrary<unknown>] => [
        key,
        arbitrary(field),
      ]);
      const required = Object.entries(def.shape ?? {})
        .filter(([, field]) => (field._zod as { optin?: string }).optin !== 'optional')
        .map(([key]) => key);
      return fc.record(Object.fromEntries(fields), { requiredKeys: required });
    }
    case 'union':
      return fc.oneof(...(def.options ?? []).map(arbitrary));
    case 'literal':
      return fc.constantFrom(...(def.values ?? []));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case 'boolean':
      return fc.boolean();
    case 'number': {
      const { minimum = 0, maximum = 1e6, multipleOf = 1 } = bounds;
      return fc
        .integer({
          min: Math.ceil(minimum / multipleOf),
          max: Math.floor(Math.min(maximum, 1e9) / multipleOf),
        })
        .map((n) => n * multipleOf);
    }
    case 'string':
      return text(schema, def.format, bounds);
    case 'array': {
      const { minLength = 0 } = bounds;
      return fc.uniqueArray(arbitrary(def.element as Schema), {
        minLength,
        maxLength: Math.max(minLength, 4),
        selector: (item) => JSON.stringify(item),
      });
    }
    case 'record':
      return fc.dictionary(
        arbitrary(def.keyType as Schema) as fc.Arbitrary<string>,
        arbitrary(def.valueType as Schema),
        { maxKeys: 5 },
      );
    case 'pipe':
      return arbitrary(def.in as Schema);
    default:
      return arbitrary(def.innerType as Schema);
  }
}

/** Removes keys until no rule is broken: what is left is a config that the schema accepts. */
function repair(input: unknown): ConfigInput {
  let value = input;
  for (;;) {
    const result = validateConfig(value);
    if (result.ok) return value as ConfigInput;
    const finding = result.findings.find(({ severity }) => severity === 'error');
    const next = without(value, finding?.path ?? []);
    if (JSON.stringify(next) === JSON.stringify(value)) return {};
    value = next;
  }
}

function without(value: unknown, path: readonly (string | number)[]): unknown {
  const [head, ...rest] = path;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || head === undefined)
    return undefined;
  const { [String(head)]: child, ...others } = value as Record<string, unknown>;
  if (rest.length === 0 || child === undefined) return others;
  const kept = without(child, rest);
  return kept === undefined ? others : { ...others, [String(head)]: kept };
}

/** Any well-formed config; rules between keys may be broken. */
export const shapedInput = (): fc.Arbitrary<unknown> => arbitrary(configSchema);

/** Valid configs. */
export const validInput = (): fc.Arbitrary<ConfigInput> =>
  fc
    .tuple(shapedInput(), routesInput(), fc.boolean())
    .map(([input, routes, isShared]) => repair(isShared ? withRoutes(input, routes) : input));

/** Valid configs with 0–8 routes. */
export const routedInput = (): fc.Arbitrary<ConfigInput> =>
  fc
    .tuple(shapedInput(), routesInput())
    .map(([input, routes]) => repair(withRoutes({ ...(input as object), listener: {} }, routes)));

function withRoutes(input: unknown, { routes, paths }: { routes?: unknown; paths?: unknown }): unknown {
  const { target, ...rest } = input as ConfigInput;
  const { paths: _, hosts: __, authenticate: ___, ...others } = target ?? {};
  return { ...rest, target: { ...others, ...(paths !== undefined && { paths }) }, routes };
}

// Building blocks for the schema: each makes a zod field with its description (for the JSON Schema and the reference)
// and a text about its allowed values (for errors). They use zod/mini, because building the same schema with full zod
// costs about 30 ms at every start of the command.
import * as z from 'zod/mini';
import { allows, describeValues, type IntegerSpec, type StringSpec, type ValueSpec } from '../alb/values.ts';

/** What error messages need to know about a field besides its path. */
export interface FieldInfo {
  /** The allowed values, as text. */
  readonly allowed: string;
  /** Values that a rule of its own rejects: value -> code of the rule in `alb/rules` that explains why. */
  readonly refused?: Readonly<Record<string, string>>;
  /** A value put here by mistake may be a secret, so no message repeats it. */
  readonly isSecret?: true;
}

export const fieldInfo: z.core.$ZodRegistry<FieldInfo> = z.registry<FieldInfo>();

/**
 * Attaches a description and allowed values to a field. Apply it last, because zod registers that exact schema object.
 */
export function describe<S extends z.ZodMiniType>(schema: S, description: string, info?: FieldInfo): S {
  z.globalRegistry.add(schema, { description });
  if (info) fieldInfo.add(schema, info);
  return schema;
}

type ValueOf<S extends ValueSpec> = S extends { kind: 'boolean' }
  ? boolean
  : S extends { kind: 'enum'; values: readonly (infer V)[] }
    ? V
    : S extends { kind: 'integer'; also: readonly (infer A)[] }
      ? number | Extract<A, string>
      : S extends { kind: 'integer' }
        ? number
        : string;

function integer(spec: IntegerSpec): z.ZodMiniType<number | string, number | string> {
  const bounds = [z.minimum(spec.min), ...(spec.max === Infinity ? [] : [z.maximum(spec.max)])];
  const range = z.int().check(...bounds);
  return spec.also ? z.union([z.literal([...spec.also]), range]) : range;
}

function string({ maxLength, pattern, valid }: StringSpec): z.ZodMiniType<string, string> {
  // In one call, because each call of check() copies the schema.
  return z
    .string()
    .check(
      ...(maxLength === undefined ? [] : [z.maxLength(maxLength)]),
      ...(pattern ? [z.regex(pattern)] : []),
      ...(valid ? [z.refine<string>(valid)] : []),
    );
}

const boolean = z.boolean();

function schemaOf(spec: ValueSpec): z.ZodMiniType {
  switch (spec.kind) {
    case 'boolean':
      return boolean;
    case 'enum':
      return z.enum([...spec.values] as [string, ...string[]]);
    case 'integer':
      return integer(spec);
    case 'string':
      return string(spec);
  }
}

/** A field with a default, specified by a table in `alb/`. */
export function value<const S extends ValueSpec>(
  spec: S,
  fallback: ValueOf<S>,
  description: string,
  refused?: Readonly<Record<string, string>>,
): z.ZodMiniDefault<z.ZodMiniType<ValueOf<S>, ValueOf<S>>> {
  if (!allows(spec, String(fallback))) throw new Error(`default ${String(fallback)} is not allowed`);
  const schema = schemaOf(spec) as z.ZodMiniType<ValueOf<S>, ValueOf<S>>;
  return describe(
    z._default(schema, () => fallback as never),
    description,
    {
      allowed: describeValues(spec),
      ...(refused && { refused }),
    },
  );
}

/** A field that may be absent. */
export function optional<const S extends ValueSpec>(
  spec: S,
  description: string,
): z.ZodMiniOptional<z.ZodMiniType<ValueOf<S>, ValueOf<S>>> {
  const schema = schemaOf(spec) as z.ZodMiniType<ValueOf<S>, ValueOf<S>>;
  return describe(z.optional(schema), description, { allowed: describeValues(spec) });
}

/** A list; `words` describes its items. */
export function list<S extends z.ZodMiniType>(
  item: S,
  words: string,
  { min = 1, max = 100 }: { min?: number; max?: number } = {},
): z.ZodMiniArray<S> {
  fieldInfo.add(item, { allowed: words });
  const schema = z.array(item).check(
    z.minLength(min),
    z.maxLength(max),
    z.refine((items) => new Set(items.map((each) => JSON.stringify(each))).size === items.length),
  );
  fieldInfo.add(schema, { allowed: `a list of ${min}–${max}, each once: ${words}` });
  return schema;
}

/** A list of strings that must all match. */
export const strings = (spec: StringSpec, bounds?: { min?: number; max?: number }) =>
  list(string(spec), spec.words, bounds);

/** A group of keys; if the group is absent, all its keys have their defaults. */
export function section<S extends z.core.$ZodLooseShape>(
  description: string,
  shape: S,
): z.ZodMiniPrefault<z.ZodMiniObject<S, z.core.$strict>> {
  const schema = z.prefault(z.strictObject(shape), () => ({}) as never);
  return describe(schema, description, { allowed: 'a group of keys' });
}

/**
 * A feature that can be turned off: `false`, `true` for all its defaults, or a group of keys. After parsing it is
 * `false` or the group.
 */
export function feature<S extends z.core.$ZodLooseShape>(description: string, fallback: boolean, shape: S) {
  const group = z.strictObject(shape);
  const schema = z.pipe(
    z.union([boolean, group]),
    z.transform((input): false | z.output<typeof group> => {
      if (input === true) return z.parse(group, {});
      return input;
    }),
  );
  return describe(
    z.prefault(schema, () => fallback as never),
    description,
    {
      allowed: 'true, false, or a group of keys',
    },
  );
}

// Walking the schema by config keys such as `target.slowStart`.
import * as z from 'zod/mini';
import { nearest } from '../common/nearest.ts';
import { fieldInfo, type FieldInfo } from './fields.ts';
import { formatKey, type Path } from './path.ts';
import { configSchema } from './schema/index.ts';
import { synonym } from './synonyms.ts';

type AnySchema = z.core.$ZodType;

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, AnySchema>>;
  readonly innerType?: AnySchema;
  readonly in?: AnySchema;
  readonly element?: AnySchema;
  readonly valueType?: AnySchema;
  readonly options?: readonly AnySchema[];
  /** For a literal. */
  readonly values?: readonly unknown[];
}

const definition = (schema: AnySchema): Definition => schema._zod.def;

/** The schemas that may describe a value, outermost first: wrappers are unwrapped, unions are expanded. */
function* layers(schema: AnySchema): Generator<AnySchema> {
  yield schema;
  const def = definition(schema);
  const inner = def.innerType ?? (def.type === 'pipe' ? def.in : undefined);
  if (inner) yield* layers(inner);
  for (const option of def.options ?? []) yield* layers(option);
}

function child(schema: AnySchema, segment: string | number): AnySchema | undefined {
  for (const layer of layers(schema)) {
    const def = definition(layer);
    if (def.shape && Object.hasOwn(def.shape, segment)) return def.shape[segment];
    if (def.type === 'array') return def.element;
    if (def.type === 'record') return def.valueType;
  }
  return undefined;
}

function schemaAt(path: Path): AnySchema | undefined {
  let schema: AnySchema | undefined = configSchema;
  for (const segment of path) {
    schema = child(schema, segment);
    if (!schema) return undefined;
  }
  return schema;
}

/** Allowed values and rejected values of the field at a path. */
export function fieldAt(path: Path): FieldInfo | undefined {
  const schema = schemaAt(path);
  if (!schema) return undefined;
  for (const layer of layers(schema)) {
    const info = fieldInfo.get(layer);
    if (info) return info;
  }
  return undefined;
}

/** The keys that the schema has below a path. */
export function keysAt(path: Path): string[] {
  const schema = schemaAt(path);
  if (!schema) return [];
  const keys = new Set<string>();
  for (const layer of layers(schema))
    for (const key of Object.keys(definition(layer).shape ?? {})) keys.add(key);
  return [...keys];
}

/** Every key of the config, groups included, as dotted keys. */
export function allKeys(path: readonly string[] = []): string[] {
  return keysAt(path).flatMap((key) => [formatKey([...path, key]), ...allKeys([...path, key])]);
}

/** Whether the schema takes a value at a path, apart from the rules between keys. */
export function accepts(path: Path, value: unknown): boolean {
  const schema = schemaAt(path);
  return schema !== undefined && z.safeParse(schema, value).success;
}

/**
 * What an unknown key most likely means: a sibling, the key that its usual name stands for elsewhere, or the shallowest key
 * with a similar name. A sentence where the config has no such key; undefined if nothing is close.
 */
export function meantKey(path: Path): { readonly key: string } | { readonly say: string } | undefined {
  const name = String(path.at(-1));
  const parent = path.slice(0, -1);
  const neighbour = nearest(name, keysAt(parent));
  if (neighbour !== undefined) return { key: formatKey([...parent, neighbour]) };
  const known = synonym(name);
  if (known) return known;
  const byName = new Map<string, string>();
  const depth = (dotted: string) => dotted.split('.').length;
  for (const dotted of allKeys().toSorted((a, b) => depth(a) - depth(b))) {
    const last = dotted.slice(dotted.lastIndexOf('.') + 1);
    if (!byName.has(last)) byName.set(last, dotted);
  }
  const elsewhere = nearest(name, byName.keys());
  const key = elsewhere === undefined ? undefined : byName.get(elsewhere);
  return key === undefined ? undefined : { key };
}

/**
 * For a group with variants distinguished by `type` or `mode`: the keys of the variant that `group` selects. Undefined
 * for other groups, and if it selects none.
 */
export function variantKeys(path: Path, group: Readonly<Record<string, unknown>>): string[] | undefined {
  const schema = schemaAt(path);
  if (!schema) return undefined;
  for (const layer of layers(schema)) {
    const shape = definition(layer).shape ?? {};
    for (const discriminator of ['type', 'mode']) {
      const field = shape[discriminator];
      if (!field || !Object.hasOwn(group, discriminator)) continue;
      const literals = [...layers(field)].flatMap((inner) => definition(inner).values ?? []);
      if (literals.includes(group[discriminator])) return Object.keys(shape);
    }
  }
  return undefined;
}

// The golden matrix must keep up with the schema.
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { allKeys } from '../../src/config/keys.ts';
import { parseKey, valueAt } from '../../src/config/path.ts';
import { configSchema } from '../../src/config/schema/index.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { CASES } from './cases.ts';

const inputs: unknown[] = [...Object.values(CASES), ...presetNames.map(presetInput)];
const valuesOf = (key: string) =>
  inputs.map((input) => valueAt(input, parseKey(key) ?? [])).filter((value) => value !== undefined);

it.each(allKeys())('a golden sets %s', (key) => {
  expect(valuesOf(key)).not.toEqual([]);
});

interface SchemaNode {
  readonly enum?: unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly properties?: Record<string, SchemaNode>;
  readonly anyOf?: SchemaNode[];
  readonly default?: unknown;
}

/** With more values than this, they are just numbers: the days that a log is kept. */
const FEW = 12;

/** Every key with few values, and these values. */
function* choices(node: SchemaNode, path: string[]): Generator<[string, unknown]> {
  for (const [key, child] of Object.entries(node.properties ?? {})) yield* choices(child, [...path, key]);
  for (const child of node.anyOf ?? []) yield* choices(child, path);
  const key = path.join('.');
  if ((node.enum ?? []).length <= FEW) for (const value of node.enum ?? []) yield [key, value];
  if (node.const !== undefined) yield [key, node.const];
  if (node.type === 'boolean' && !key.startsWith('alarms.'))
    yield* [true, false].map((value): [string, unknown] => [key, value]);
}

const everyChoice = [
  ...choices(z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' }) as SchemaNode, []),
];

it.each(everyChoice)('a golden has %s %s', (key, value) => {
  const isDefault = valueAt(configSchema.parse({}), key.split('.')) === value;
  if (!isDefault) expect(valuesOf(key)).toContainEqual(value);
});

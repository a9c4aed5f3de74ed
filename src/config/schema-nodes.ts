// Reads the JSON Schema of the config as a tree of keys. In a build, where the schema is precomputed, this needs no
// zod.
import { jsonSchema } from './json-schema.ts';

/** The parts of a JSON Schema node that are read. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** `false` for a group of fixed keys, a schema if the user may choose the keys. */
  readonly additionalProperties?: SchemaNode | false;
  readonly anyOf?: readonly SchemaNode[];
}

/** The node of the whole config; its properties are the sections and `$schema`. */
export const rootNode = (): SchemaNode => jsonSchema();

/** A node and all its alternatives, outermost first. */
export function* alternatives(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  for (const option of node.anyOf ?? []) yield* alternatives(option);
}

/** The first sentence of the description; empty if there is none. */
export const summaryOf = ({ description = '' }: SchemaNode): string =>
  /^.*?\.(?= |$)/.exec(description)?.[0] ?? description;

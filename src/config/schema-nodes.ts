// Reading the JSON Schema of the config as a tree of keys. It needs no zod where the build wrote the schema down.
import { jsonSchema } from './json-schema.ts';

/** What is read of a node of the JSON Schema. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** `false` for a group of fixed keys, a schema where a user may choose the keys. */
  readonly additionalProperties?: SchemaNode | false;
  readonly anyOf?: readonly SchemaNode[];
}

/** The node of the whole config; its properties are the sections, and `$schema`. */
export const rootNode = (): SchemaNode => jsonSchema();

/** A node and all its alternatives, outermost first. */
export function* alternatives(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  for (const option of node.anyOf ?? []) yield* alternatives(option);
}

/** The first sentence of the description; empty without one. */
export const summaryOf = ({ description = '' }: SchemaNode): string =>
  /^.*?\.(?= |$)/.exec(description)?.[0] ?? description;

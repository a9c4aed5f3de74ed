// The build evaluates this module and replaces it with the result: see scripts/evaluated.mjs.
import * as z from 'zod/mini';
import { configSchema } from './schema/index.ts';

/** The JSON Schema (draft-07) of a config file, for editors. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema: node }) => {
      // Draft-07 does not know these formats; the patterns next to them say the same.
      if (node.format === 'cidrv4' || node.format === 'cidrv6') delete node.format;
    },
  });
  return {
    $schema,
    $id: 'https://unpkg.com/websocket-alb/schemas/config.schema.json',
    title: 'websocket-alb config',
    ...schema,
    properties: { $schema: { type: 'string' }, ...(schema.properties as object) },
  };
}

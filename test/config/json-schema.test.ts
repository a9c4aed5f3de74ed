import { expect, it } from 'vitest';
import { jsonSchema } from '../../src/config/json-schema.ts';
import { allKeys } from '../../src/config/keys.ts';

it('every key has a description', () => {
  const undescribed: string[] = [];
  const walk = (node: Record<string, unknown>, path: string): void => {
    for (const [key, child] of Object.entries(
      (node['properties'] ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      const at = path === '' ? key : `${path}.${key}`;
      if (typeof child['description'] !== 'string' && key !== '$schema') undescribed.push(at);
      walk(child, at);
    }
    for (const option of (node['anyOf'] ?? []) as Record<string, unknown>[]) walk(option, path);
  };
  walk(jsonSchema(), '');
  expect(undescribed).toEqual([]);
  expect(allKeys().length).toBeGreaterThan(80);
});

import { expect, it } from 'vitest';
import { allKeys, keysAt } from '../../src/config/keys.ts';
import { parseKey } from '../../src/config/path.ts';
import { configReference } from '../../src/config/reference.ts';

it('contains every key that holds a value', () => {
  const reference = configReference();
  for (const key of allKeys().filter((candidate) => keysAt(parseKey(candidate) ?? []).length === 0))
    expect(reference).toContain(`| \`${key}\` |`);
});

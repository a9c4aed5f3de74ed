// Every example in README and docs matches the output of the built command; `npm run generate -- --check` checks the same.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromCommand } from '../scripts/generated/index.ts';

it.each(fromCommand())('$path is up to date (npm run generate)', async ({ path, content }) => {
  expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(await content());
});

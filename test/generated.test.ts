// The committed files are what `npm run generate` would write from the source.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromSource } from '../scripts/generated/index.ts';

it.each(fromSource())('$path is up to date (npm run generate)', async ({ path, content }) => {
  expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(await content());
});

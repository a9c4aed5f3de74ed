// 200 damaged caches: flipped bits, zeroed blocks, truncated, empty, swapped, zeroed to the end. generate.test.ts has a
// sample.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { damage } from '../../helpers/code-caches.ts';
import { start } from '../../helpers/cli.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

test('no damaged cache changes what a command does', { timeout: 900_000 }, async () => {
  const home = temporaryFolder();
  const env = { XDG_CACHE_HOME: home, TMPDIR: home, NODE_DISABLE_COMPILE_CACHE: undefined };
  const expected = {
    status: 0,
    stdout: readFileSync('templates/production/template.yaml', 'utf8'),
    stderr: '',
  };
  expect(await start(['template'], { env })).toEqual(expected);
  for (let seed = 0; seed < 200; seed++) {
    const path = damage(home, seed);
    const bad = readFileSync(path);
    expect(await start(['template'], { env }), `seed ${seed}`).toEqual(expected);
    expect(readFileSync(path).equals(bad), `seed ${seed} is replaced`).toBe(false);
  }
});

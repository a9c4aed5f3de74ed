import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { presetFile, presetNames } from '../helpers/presets.ts';
import { missingTools, run } from '../helpers/tools.ts';

const missing = missingTools('cfn-lint');
const golden = fileURLToPath(new URL('../golden', import.meta.url));

it.skipIf(missing.length > 0)(
  'cfn-lint finds nothing in any golden',
  async () => {
    const files = [
      ...presetNames.map((name) => presetFile(name, 'template.yaml')),
      ...readdirSync(golden)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(golden, name)),
    ];
    expect(files.length).toBeGreaterThan(10);
    const { status, stdout } = await run('cfn-lint', [
      '--include-checks',
      'I',
      '--ignore-checks',
      'I3042',
      '--',
      ...files,
    ]);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
  120_000,
);

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { validInput } from '../helpers/arbitrary-config.ts';
import { GOLDENS, generated, prepareFolder, synthesize } from '../helpers/cdk.ts';
import { presetFile, presetNames } from '../helpers/presets.ts';
import { yamlOf } from '../helpers/template.ts';
import { missingTools, run, temporaryFolder } from '../helpers/tools.ts';

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

it.skipIf(missing.length > 0)(
  'cfn-lint finds nothing in any synthesized golden',
  async () => {
    const folder = temporaryFolder();
    prepareFolder(folder);
    const all = Object.fromEntries(GOLDENS.map(({ name, input }) => [name, generated(input)]));
    const { stacks } = await synthesize(folder, all);
    const files = Object.entries(stacks).map(([name, { template }]) => {
      const file = join(folder, `${name}.template.json`);
      writeFileSync(file, JSON.stringify(template));
      return file;
    });
    // Without hints on style: it is CDK's own.
    const { status, stdout } = await run('cfn-lint', ['--', ...files]);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
  180_000,
);

it.skipIf(missing.length > 0)(
  'cfn-lint finds nothing in generated templates',
  async () => {
    const folder = temporaryFolder();
    const runs = Number(process.env['PROPERTY_RUNS'] ?? 300);
    const files = fc.sample(validInput(), runs).map((input, index) => {
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, yamlOf(input));
      return file;
    });
    const { status, stdout } = await run('cfn-lint', ['--', ...files]);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
  300_000,
);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routedInput, validInput } from '../helpers/arbitrary-config.ts';
import { GOLDENS, generated, prepareFolder, synthesize } from '../helpers/cdk.ts';
import { runs } from '../helpers/scale.ts';
import { yamlOf } from '../helpers/template.ts';
import { needs, run, temporaryFolder } from '../helpers/tools.ts';

/** Runs it once for all templates, because it takes seconds to start. */
async function lint(templates: Readonly<Record<string, string>>, ...options: string[]) {
  const folder = temporaryFolder();
  const files = Object.entries(templates).map(([name, text]) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
  const { status, stdout } = await run('cfn-lint', [...options, '--', ...files]);
  return { status, stdout: stdout.replaceAll(folder, '') };
}

describe('cfn-lint finds nothing', needs('cfn-lint'), () => {
  it('in any golden', async () => {
    const templates = Object.fromEntries(GOLDENS.map(({ name, input }) => [`${name}.yaml`, yamlOf(input)]));
    expect(Object.keys(templates).length).toBeGreaterThan(10);
    expect(await lint(templates, '--include-checks', 'I', '--ignore-checks', 'I3042')).toEqual({
      status: 0,
      stdout: '',
    });
  });

  it('in any synthesized golden', async () => {
    const folder = temporaryFolder();
    prepareFolder(folder);
    const all = Object.fromEntries(GOLDENS.map(({ name, input }) => [name, generated(input)]));
    const { stacks } = await synthesize(folder, all);
    const templates = Object.entries(stacks).map(([name, { template }]) => [
      `${name}.template.json`,
      JSON.stringify(template),
    ]);
    // Without hints on style, which are about CDK's output.
    expect(await lint(Object.fromEntries(templates))).toEqual({ status: 0, stdout: '' });
  });

  it('in generated templates', async () => {
    const inputs = [...fc.sample(validInput(), runs(60)), ...fc.sample(routedInput(), runs(40))];
    expect(inputs.filter(({ routes = [] }) => routes.length > 2).length).toBeGreaterThan(10);
    const templates = inputs.map((input, index) => [`${index}.yaml`, yamlOf(input)]);
    expect(await lint(Object.fromEntries(templates))).toEqual({ status: 0, stdout: '' });
  });
});

// Any config: the code parses, synthesizes without warnings, and deploys the same as the template.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { routedInput, validInput } from '../helpers/arbitrary-config.ts';
import { environmentOf, generated, prepareFolder, synthesize } from '../helpers/cdk.ts';
import { deploy } from '../helpers/evaluate.ts';
import { objectOf } from '../helpers/template.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { normalForm } from './normal-form.ts';
import { runs } from '../helpers/scale.ts';

it('any config deploys the same as CDK code and as a template', async () => {
  const folder = temporaryFolder();
  prepareFolder(folder);
  const inputs = fc.sample(fc.oneof(validInput(), routedInput()), runs(30));
  const all = Object.fromEntries(inputs.map((input, index) => [`config-${index}`, generated(input)]));
  const { stacks, stderr } = await synthesize(folder, all);
  expect(stderr).toBe('');
  for (const [index, input] of inputs.entries()) {
    const name = `config-${index}`;
    const { template, messages, error } = stacks[name]!;
    const about = JSON.stringify(input);
    expect(error, about).toBeUndefined();
    expect(messages, about).toEqual([]);
    const at = environmentOf(input, all[name]?.props ?? {}, ['aws', 'eu-west-1']);
    expect(normalForm(deploy(template, at)), about).toEqual(normalForm(deploy(objectOf(input), at)));
  }
});

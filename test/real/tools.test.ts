// A sample of test/real for `npm test`: one deployment, and one template for cfn-lint. The rest is in long tests.
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { presetFile } from '../helpers/presets.ts';
import { needs, run, stackParameters, startFakeAws } from '../helpers/tools.ts';

describe('a template', () => {
  it('passes cfn-lint', needs('cfn-lint'), async () => {
    const file = presetFile('production', 'template.yaml');
    expect(await run('cfn-lint', ['--', file])).toMatchObject({ status: 0, stdout: '' });
  });

  it('is deployed from a pipe through the AWS CLI', needs('aws', 'moto_server'), async () => {
    const fake = await startFakeAws();
    const { stdout: template } = await generate(['template']);
    const parameters = Object.entries(await stackParameters(fake));
    const overrides = parameters.map(([name, value]) => `${name}=${value}`);
    const deployed = await generate(
      ['deploy', '--stack-name', 'chat', '--parameter-overrides', ...overrides],
      {
        env: fake.env,
        input: template,
      },
    );
    expect(deployed).toMatchObject({ status: 0 });
    const { Stacks } = await fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'chat');
    expect(Stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE' }]);
  });
});

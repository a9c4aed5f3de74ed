// A generated app as a newcomer sees it: in a fresh folder, with packages from the registry, without credentials.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEPENDENCIES, DEV_DEPENDENCIES } from '../../src/cdk/versions.ts';
import { generate } from '../helpers/cli.ts';
import { run, temporaryFolder } from '../helpers/tools.ts';

it('websocket-alb cdk --app -o out && cd out && npm i && npx cdk synth', async () => {
  const home = temporaryFolder();
  expect(await generate(['cdk', '--app', '-o', 'out'], { cwd: home })).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
  const cwd = join(home, 'out');
  const env = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('AWS_'))
      .map((name) => [name, undefined]),
  );
  const install = await run('npm', ['i', '--no-audit', '--no-fund'], { cwd });
  expect(install.status, install.stderr).toBe(0);
  for (const [name, version] of Object.entries({ ...DEPENDENCIES, ...DEV_DEPENDENCIES })) {
    const installed = JSON.parse(readFileSync(join(cwd, 'node_modules', name, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect([name, installed.version]).toEqual([name, version]);
  }
  expect(await run('npx', ['tsc'], { cwd })).toMatchObject({ status: 0, stdout: '' });

  const synth = await run('npx', ['cdk', 'synth', '--json'], { cwd, env });
  expect(synth.status, synth.stderr).toBe(0);
  // npm and CDK may print news of their own; there is none about this app.
  expect(synth.stderr).not.toMatch(/warning|deprecat|feature flag|validation/i);
  const { Resources } = JSON.parse(synth.stdout) as { Resources: Record<string, { Type: string }> };
  const types = Object.values(Resources).map(({ Type }) => Type);
  expect(types).toEqual(
    expect.arrayContaining([
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::S3::BucketPolicy',
      'AWS::CloudWatch::Dashboard',
    ]),
  );

  // Running it again changes nothing, even next to files left by npm and CDK.
  const again = await generate(['cdk', '--app', '-o', 'out'], { cwd: home });
  expect(again).toEqual({ status: 0, stdout: '', stderr: '' });
});

// `websocket-alb deploy` with the real AWS CLI, against a fake AWS. What the fake cannot show is in test/cli/deploy/.
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PresetName } from '../../src/config/presets.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import { BIN, generate } from '../helpers/cli.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { yamlOf } from '../helpers/template.ts';
import {
  needs,
  run,
  stackParameters,
  startFakeAws,
  temporaryFolder,
  type FakeAws,
} from '../helpers/tools.ts';

describe('against a fake AWS', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  let overrides: string[];
  beforeAll(async () => {
    fake = await startFakeAws();
    overrides = Object.entries(await stackParameters(fake)).map(([key, value]) => `${key}=${value}`);
  });

  /** Deploys with its own temporary folder, which must be empty afterwards. */
  async function deploy(args: readonly string[], input?: string) {
    const TMPDIR = temporaryFolder();
    const result = await generate(['deploy', ...args], {
      env: { ...fake.env, TMPDIR },
      ...(input !== undefined && { input }),
    });
    expect(readdirSync(TMPDIR)).toEqual([]);
    return result;
  }
  const parameters = () => ['--', '--parameter-overrides', ...overrides];

  it('deploys a template from a pipe, and again without changes', async () => {
    const first = await deploy(['--stack-name', 'chat', ...parameters()], yamlOf({ name: 'chat' }));
    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).toContain('Successfully created/updated stack - chat');
    const again = await deploy(['--stack-name', 'chat', ...parameters()], yamlOf({ name: 'chat' }));
    expect(again).toMatchObject({ status: 0 });
    expect(again.stderr).toContain('No changes to deploy');
    // The fake AWS keeps no outputs of a stack created by a change set.
    expect(again.stdout).toBe(first.stdout);
  });

  it('does the same in a shell pipe', async () => {
    const pipe = `"$0" "$1" template | "$0" "$1" deploy --stack-name piped -- --parameter-overrides ${overrides.join(' ')}`;
    expect(await run('sh', ['-c', pipe, process.execPath, BIN], { env: fake.env })).toMatchObject({
      status: 0,
    });
  });

  it('a change set made with the AWS CLI takes the template from a pipe', async () => {
    const parameterList = overrides
      .map((pair) => pair.split('='))
      .map(([key, value]) => `ParameterKey=${key},ParameterValue='"${value}"'`)
      .join(' ');
    const pipe = `"$0" "$1" template | aws cloudformation create-change-set --stack-name own --change-set-name first --change-set-type CREATE --template-body file:///dev/stdin --parameters ${parameterList}`;
    const made = await run('sh', ['-c', pipe, process.execPath, BIN], { env: fake.env });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('changeSet/first');
  });

  /** Values for the parameters of a preset. */
  const valuesFor = (preset: PresetName): string[] => {
    const { Parameters = {} } = templateObject(buildTemplate(parseConfig(presetInput(preset))));
    const values = overrides.filter((pair) => Object.hasOwn(Parameters, pair.split('=')[0] ?? ''));
    return values.length > 0 ? ['--', '--parameter-overrides', ...values] : [];
  };

  it.each(presetNames)('preset %s: deployed, and deployed again without changes', async (preset) => {
    const args = ['--stack-name', `of-${preset}`, '--preset', preset];
    const first = await deploy([...args, ...valuesFor(preset)]);
    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).toContain(`Successfully created/updated stack - of-${preset}\n`);
    const again = await deploy(args);
    expect(again).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(
        new RegExp(
          `^(The template creates IAM resources .*\\n)?No changes to deploy. Stack of-${preset} already matches the template.\\n$`,
        ),
      ),
      stdout: first.stdout,
    });
  });

  // The fake cannot execute a change set that keeps the value of a list (UsePreviousValue), so all values are given again.
  it('a changed option updates the stack with exactly what was reviewed', async () => {
    const args = ['--stack-name', 'changing', ...parameters()];
    expect(await deploy(args, yamlOf({}))).toMatchObject({ status: 0 });
    const sslPolicy = 'ELBSecurityPolicy-TLS13-1-3-2021-06';
    const { status, stderr } = await deploy(args, yamlOf({ listener: { https: { sslPolicy } } }));
    expect(status).toBe(0);
    expect(stderr).toContain('CloudFormation updates stack changing.');
    expect(stderr).toContain('UPDATE_COMPLETE  changing (AWS::CloudFormation::Stack)');
    const { StackResources } = await fake.aws(
      'cloudformation',
      'describe-stack-resources',
      '--stack-name',
      'changing',
    );
    const { PhysicalResourceId } = StackResources.find(
      (one: { LogicalResourceId: string }) => one.LogicalResourceId === 'HTTPSListener',
    );
    const { Listeners } = await fake.aws(
      'elbv2',
      'describe-listeners',
      '--listener-arns',
      String(PhysicalResourceId),
    );
    expect(Listeners[0].SslPolicy).toBe(sslPolicy);
  });

  it('refuses a replacement that it finds in the schemas', async () => {
    expect(await deploy(['--stack-name', 'held', ...parameters()], yamlOf({}))).toMatchObject({ status: 0 });
    const input = yamlOf({ target: { port: 9090 } });
    const preview = await deploy(['--stack-name', 'held', '--dry-run'], input);
    expect(preview.stdout).toContain('replace  WebSocketTargetGroup');
    expect(preview.stdout).toContain('change   ALBSecurityGroup');
    const { status, stderr } = await deploy(['--stack-name', 'held'], input);
    expect(status).toBe(1);
    expect(stderr).toContain('WebSocketTargetGroup (AWS::ElasticLoadBalancingV2::TargetGroup) is replaced');
  });

  it('prints commands that execute or delete a kept change set', async () => {
    const { stderr } = await deploy(
      ['--stack-name', 'kept', ...parameters(), '--no-execute-changeset'],
      yamlOf({}),
    );
    const command = (name: string) => new RegExp(`  ${name}: +(aws .+)`).exec(stderr)?.[1] ?? '';
    expect(await run('sh', ['-c', command('Execute it')], { env: fake.env })).toMatchObject({ status: 0 });
    const { Stacks } = await fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'kept');
    expect(Stacks[0].StackStatus).toBe('CREATE_COMPLETE');
    expect(await run('sh', ['-c', command('Remove it')], { env: fake.env })).toMatchObject({ status: 0 });
  });

  it('deploys a config without a pipe', async () => {
    expect(
      await deploy(['--stack-name', 'tried', '--preset', 'quick-start', ...valuesFor('quick-start')]),
    ).toMatchObject({ status: 0 });
  });

  it('--dry-run reports what would happen, and leaves nothing behind', async () => {
    const fresh = await deploy(['--stack-name', 'dry', '--dry-run', ...parameters()], yamlOf({}));
    expect(fresh.status).toBe(0);
    expect(fresh.stdout).toContain('add      WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer)\n');
    await expect(fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'dry')).rejects.toThrow(
      /does not exist/,
    );

    await deploy(['--stack-name', 'dry2', ...parameters()], yamlOf({}));
    const changeSets = async (): Promise<string[]> => {
      const { Summaries } = await fake.aws('cloudformation', 'list-change-sets', '--stack-name', 'dry2');
      return Summaries.map(({ ChangeSetId }: { ChangeSetId: string }) => ChangeSetId);
    };
    const before = await changeSets();
    const changed = await deploy(
      ['--stack-name', 'dry2', '--dry-run', ...parameters()],
      yamlOf({ dashboard: false }),
    );
    expect(changed.stderr).toContain('--yes');
    expect(changed.stdout).toBe('remove   WebSocketDashboard (AWS::CloudWatch::Dashboard)\n');
    expect(await changeSets()).toEqual(before);
    // Nothing was executed either.
    const { DashboardEntries } = await fake.aws('cloudwatch', 'list-dashboards');
    expect(DashboardEntries.map(({ DashboardName }: { DashboardName: string }) => DashboardName)).toContain(
      'dry2-eu-west-1',
    );
  });

  it('reports why a certificate that does not exist failed, with a remedy', async () => {
    const wrong = parameters().map((part) => (part.startsWith('CertificateArn') ? `${part}0` : part));
    const { status, stderr } = await deploy(['--stack-name', 'bad', ...wrong], yamlOf({}));
    // The fake refuses the execution; CloudFormation would start it, and fail with the event.
    expect(status).toBe(2);
    expect(stderr).toContain('certificate was not found');
    expect(stderr).toContain('remedy:  The certificate must exist in ACM in the Region of the load balancer');
  });

  it.each([
    ['a name with a dash in front', '-x'],
    ['a name with a space and a quote', "my 'stack"],
    ['an empty name', ''],
  ])('%s is refused', async (_, name) => {
    const { status, stderr } = await deploy([`--stack-name=${name}`], yamlOf({}));
    expect(status).toBe(2);
    expect(stderr).toContain('--stack-name');
  });

  it.each(['--template-file=other.yaml', '--stack-name=other'])(
    '%s after -- is refused',
    async (argument) => {
      const { status, stderr } = await deploy(['--stack-name', 'x', '--', argument], yamlOf({}));
      expect(status).toBe(2);
      expect(stderr).toContain('would override');
    },
  );

  it.each([
    [['VPCId=vpc-1'], '--parameter-overrides VPCId=vpc-1'],
    [['--', 'VPCId=vpc-1'], '--parameter-overrides VPCId=vpc-1'],
    [['--parameter-overrides', 'A=1', '--', '--parameter-overrides', 'B=2'], 'in one place'],
  ])('%j is refused, with what to write instead', async (args, expected) => {
    const { status, stderr } = await deploy(['--stack-name', 'x', ...args], yamlOf({}));
    expect(status).toBe(2);
    expect(stderr).toContain(expected);
  });

  it('passes on a parameter with spaces and quotes unchanged', async () => {
    const template =
      'Parameters: {Words: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Words}}}\n';
    const words = `a "quoted" 'word' $(id) -x`;
    const { status } = await deploy(
      ['--stack-name', 'words', '--parameter-overrides', `Words=${words}`, '--yes'],
      template,
    );
    expect(status).toBe(0);
    const { Stacks } = await fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'words');
    expect(Stacks[0].Parameters[0].ParameterValue).toBe(words);
  });

  it.each([
    ['nothing in the pipe', '', 'empty'],
    ['not a template', 'name: chat', 'Resources'],
    ['not YAML', 'a: [1', 'not valid YAML'],
    ['too large', `Resources: {}\n#${'x'.repeat(60_000)}`, '--s3-bucket'],
  ])('%s is refused before anything is called', async (_, input, expected) => {
    const { status, stderr } = await deploy(['--stack-name', 'x'], input);
    expect(status).toBe(2);
    expect(stderr).toContain(expected);
  });
});

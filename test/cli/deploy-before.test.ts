// What `generate deploy` says before anything is sent, with a stand-in for the AWS CLI that writes down what it is asked.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { standIn } from '../helpers/stand-in.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const THREE = `
Parameters:
  Network: {Type: 'AWS::EC2::VPC::Id', Description: Where it goes}
  Zones: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Port: {Type: Number, Default: 80}
Resources: {T: {Type: AWS::SNS::Topic}}
`;
const NEW = 'echo "Stack with id x does not exist" >&2; exit 254';
const stackWith = (...names: string[]) =>
  `echo '${JSON.stringify({ Stacks: [{ StackStatus: 'CREATE_COMPLETE', Parameters: names.map((ParameterKey) => ({ ParameterKey })) }] })}'`;

async function deploy(input: string, args: readonly string[], stack: string, others = '') {
  const log = join(temporaryFolder(), 'log');
  writeFileSync(log, '');
  const bin = standIn(
    `echo "$2 $*" >> "${log}"\ncase "$2 $*" in describe-stacks*) ${stack};; ${others} esac`,
  );
  const result = await generate(['deploy', '--stack-name', 'x', ...args], {
    input,
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  const calls = readFileSync(log, 'utf8');
  const called = (name: string) => calls.split('\n').filter((line) => line.startsWith(`${name} `)).length;
  return { ...result, isDeployed: called('deploy') > 0, called };
}

describe('parameters without a value', () => {
  it('of a new stack: all of them, with what to write, and nothing is deployed', async () => {
    const { status, stderr, isDeployed } = await deploy(THREE, [], NEW);
    expect({ status, isDeployed }).toEqual({ status: 2, isDeployed: false });
    expect(stderr).toMatchInlineSnapshot(`
      "error: --parameter-overrides
        Stack x is new, and 2 parameters have no default and no value:
          Network  Where it goes
          Zones    List<AWS::EC2::Subnet::Id>
        remedy:  Add --parameter-overrides Network=vpc-… Zones=subnet-…,subnet-…
      "
    `);
  });

  it.each([
    ['before --', ['--parameter-overrides', 'Zones=a,b', 'Port=81']],
    ['behind --', ['--', '--parameter-overrides', 'Zones=a,b', '--tags', 'Network=no']],
    ['in one argument', ['--', '--parameter-overrides=Zones=a,b']],
  ])('values given %s count', async (_, args) => {
    const { status, stderr } = await deploy(THREE, args, NEW);
    expect(status).toBe(2);
    expect(stderr).toContain('a parameter has no default');
    expect(stderr).toContain('Add to the values of --parameter-overrides: Network=vpc-…\n');
  });

  it.each([
    ['values that the stack has', [], stackWith('Network', 'Zones')],
    ['all values given', ['--parameter-overrides', 'Network=vpc-1', 'Zones=a'], NEW],
    ['a file that only the AWS CLI reads', ['--parameter-overrides', 'file://values.json'], NEW],
    ['a stack that we may not see', [], 'echo "AccessDenied" >&2; exit 254'],
  ])('%s: it is deployed', async (_, args, stack) => {
    expect(await deploy(THREE, args, stack)).toMatchObject({ status: 0, isDeployed: true });
  });

  it('that a change adds to a stack are named alone', async () => {
    const { status, stderr } = await deploy(THREE, [], stackWith('Network'));
    expect(status).toBe(2);
    expect(stderr).toContain('  a parameter has no default and no value:\n    Zones');
    expect(stderr).not.toContain('is new');
  });

  it('a value for a parameter that is not there: the AWS CLI would drop it without a word', async () => {
    const { stderr } = await deploy(THREE, ['--parameter-overrides', 'network=vpc-1'], NEW);
    expect(stderr).toContain('The template has no parameter network: its value is not used.');
    expect(stderr).toContain('Did you mean Network?');
  });
});

describe('values that the template does not allow', () => {
  const template = `
Parameters:
  Stage: {Type: String, AllowedValues: [test, live]}
  Arn: {Type: String, AllowedPattern: 'arn:aws:(acm|iam):.+', ConstraintDescription: must be the ARN of a certificate}
  Zones: {Type: CommaDelimitedList, AllowedPattern: '[a-z]'}
  Secret: {Type: String, AllowedPattern: '[0-9]+', NoEcho: true}
  Java: {Type: String, AllowedPattern: '\\\\p{Alpha}+'}
Resources: {T: {Type: AWS::SNS::Topic}}
`;
  const VALID = { Stage: 'live', Arn: 'arn:aws:acm:x', Zones: 'a, b', Secret: '1', Java: 'x' };
  const send = (values: Partial<typeof VALID>) =>
    deploy(template, ['--parameter-overrides', ...Object.entries({ ...VALID, ...values }).map(([key, value]) => `${key}=${value}`)], NEW); // prettier-ignore

  it.each([
    [{ Stage: 'prod' }, 'Stage: "prod" is not allowed; AllowedValues: test, live'],
    [{ Arn: 'x arn:aws:acm:x' }, 'Arn: "x arn:aws:acm:x" is not allowed, it must be the ARN of a certificate; AllowedPattern: arn:aws:(acm|iam):.+'], // prettier-ignore
    [{ Zones: 'a,B' }, 'Zones: "a,B" is not allowed'],
  ])('%j: nothing is deployed', async (values, expected) => {
    const { status, stderr, isDeployed } = await send(values);
    expect({ status, isDeployed }).toEqual({ status: 2, isDeployed: false });
    expect(stderr).toContain(expected);
  });

  it('a secret is not shown', async () => {
    const { status, stderr } = await send({ Secret: 'hunter', Stage: 'prod' });
    expect(status).toBe(2);
    expect(stderr).toContain('Secret: the value is not allowed');
    expect(stderr).toContain('Stage: "prod"');
    expect(stderr).not.toContain('hunter');
  });

  it('what is allowed, and what only Java can judge, is deployed', async () => {
    expect(await send({})).toMatchObject({ status: 0, isDeployed: true });
  });
});

describe('a deployment that fails', () => {
  /** The stack as it is before and after the deployment. */
  const failing = (before: string, after: string, errors = 'it failed') => {
    const flag = join(temporaryFolder(), 'sent');
    const stack = (status: string) => status === '' ? NEW : `echo '{"Stacks": [{"StackStatus": "${status}"}]}'`; // prettier-ignore
    return deploy(
      'Resources: {T: {Type: AWS::SNS::Topic}}',
      ['--region', 'eu-west-1'],
      `if [ -e '${flag}' ]; then ${stack(after)}; else ${stack(before)}; fi`,
      `deploy*) touch '${flag}'; echo '${errors}' >&2; exit 255;;`,
    );
  };

  it.each([
    ['', 'REVIEW_IN_PROGRESS', 'without resources'],
    ['', 'ROLLBACK_COMPLETE', 'cannot be updated, only deleted'],
    ['ROLLBACK_COMPLETE', 'ROLLBACK_COMPLETE', 'cannot be updated, only deleted'],
  ])('from "%s" to %s: the stack that stays, and what removes it', async (before, after, words) => {
    const { status, stderr, called } = await failing(before, after);
    expect(status).toBe(255);
    expect(stderr).toMatch(new RegExp(`Stack x stays behind in the state ${after}, .*${words}`));
    expect(stderr).toContain('\n  aws cloudformation delete-stack --stack-name x --region eu-west-1\n');
    expect(called('delete-stack')).toBe(0);
  });

  it.each([
    ['REVIEW_IN_PROGRESS', 'REVIEW_IN_PROGRESS'],
    ['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'],
    ['', ''],
  ])('from "%s" to "%s": no word of removing a stack', async (before, after) => {
    expect((await failing(before, after)).stderr).not.toContain('delete-stack');
  });

  it('because nothing would change: it ends well', async () => {
    const words = 'An error occurred (ValidationError) when calling the CreateChangeSet operation: No updates are to be performed.'; // prettier-ignore
    const { status, stderr } = await failing('CREATE_COMPLETE', 'CREATE_COMPLETE', words);
    expect(status).toBe(0);
    expect(stderr).toContain('Nothing changes: stack x is as the template has it.');
  });
});

it('piped text that is no YAML: where, in a whole sentence', async () => {
  const { status, stderr } = await deploy('Downloading\nthe template: a: b\n', [], NEW);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^ {2}This is not valid YAML or JSON: .* at line \d+, column \d+\.$/m);
});

it('a stack that we may not see: deployed is deployed, and without the outputs', async () => {
  const { status, stderr } = await deploy(THREE, [], 'echo "AccessDenied" >&2; exit 254');
  expect(status).toBe(0);
  expect(stderr).toContain('It is deployed, but its outputs cannot be read: AccessDenied');
});

describe('--dry-run', () => {
  const change = (rest: object) => ({ ResourceChange: { Action: 'Remove', ResourceType: 'AWS::S3::Bucket', ...rest } }); // prettier-ignore
  const preview = (changes: readonly object[], deployed: object) =>
    deploy('Resources: {New: {Type: AWS::S3::Bucket, UpdateReplacePolicy: Retain}}', ['--dry-run'], stackWith(), [
      `deploy*) echo 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/one/1';;`,
      `describe-change-set*) echo '${JSON.stringify({ Changes: changes })}';;`,
      `get-template*) echo '${JSON.stringify({ TemplateBody: deployed })}';;`,
    ].join('\n')); // prettier-ignore

  const ARN = 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/one/1';
  const REVIEW = `echo '{"Stacks": [{"StackStatus": "REVIEW_IN_PROGRESS"}]}'`;
  it.each([
    ['there was none: it is deleted with it', NEW, `echo ${ARN}`, 1],
    ['there was none, and the change set fails: it is deleted', NEW, 'echo failed >&2; exit 255', 1],
    ['somebody’s own change set waits in it: it stays', REVIEW, `echo ${ARN}`, 0],
    ['so does it when ours fails', REVIEW, 'echo failed >&2; exit 255', 0],
    ['nobody can say whether it was there: it stays', 'echo AccessDenied >&2; exit 254', `echo ${ARN}`, 0],
  ])('a stack without resources; %s', async (_, before, sending, deletions) => {
    const flag = join(temporaryFolder(), 'sent');
    const { called } = await deploy(
      'Resources: {T: {Type: AWS::SNS::Topic}}',
      ['--dry-run'],
      `if [ -e '${flag}' ]; then ${REVIEW}; else ${before}; fi`,
      `deploy*) touch '${flag}'; ${sending};;\ndescribe-change-set*) echo '{"Changes": []}';;`,
    );
    expect(called('delete-stack')).toBe(deletions);
    expect(called('delete-change-set')).toBe(sending.includes(ARN) ? 1 : 0);
    // Once before, and once more only where something may have to go.
    expect(called('describe-stacks')).toBe(1 + deletions);
  });

  it('a change set that cannot be read is no crash', async () => {
    const { status, stderr } = await deploy('Resources: {T: {Type: AWS::SNS::Topic}}', ['--dry-run'], NEW, [
      `deploy*) echo 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/one/1';;`,
      'describe-change-set*) echo "User: x is not authorized to perform: y" >&2; exit 254;;',
    ].join('\n')); // prettier-ignore
    expect(status).toBe(254);
    expect(stderr).toContain('is not authorized');
    expect(stderr).toContain('remedy:  The credentials lack the permission');
  });

  it('says what is left behind, from the change set', async () => {
    const { stdout } = await preview(
      [
        change({ LogicalResourceId: 'Kept', PolicyAction: 'Retain' }),
        change({ LogicalResourceId: 'Gone', PolicyAction: 'Delete' }),
        change({ LogicalResourceId: 'Made', Action: 'Modify', Replacement: 'True', PolicyAction: 'ReplaceAndRetain' }), // prettier-ignore
      ],
      { Resources: { Gone: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' } } },
    );
    expect(stdout).toMatchInlineSnapshot(`
      "leave    Kept (AWS::S3::Bucket) is left behind: it goes from the stack, and is not deleted
      remove   Gone (AWS::S3::Bucket)
      replace  Made (AWS::S3::Bucket) is replaced: the old one is left behind, not deleted
      "
    `);
  });

  it('or from the two templates, where the change set does not say', async () => {
    const { stdout } = await preview(
      [
        change({ LogicalResourceId: 'Kept' }),
        change({ LogicalResourceId: 'Gone' }),
        change({ LogicalResourceId: 'New', Action: 'Modify', Replacement: 'Conditional' }),
      ],
      {
        Resources: {
          Kept: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate' },
          Gone: { Type: 'AWS::S3::Bucket' },
        },
      },
    );
    expect(stdout).toMatchInlineSnapshot(`
      "leave    Kept (AWS::S3::Bucket) is left behind: it goes from the stack, and is not deleted
      remove   Gone (AWS::S3::Bucket)
      replace  New (AWS::S3::Bucket) may be replaced: the old one is left behind, not deleted
      "
    `);
  });
});

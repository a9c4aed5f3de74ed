// What `websocket-alb deploy` checks before it sends anything, with stand-ins for the AWS CLI and CloudFormation.
import { describe, expect, it } from 'vitest';
import { generate } from '../../helpers/cli.ts';
import { fakeDeployment, type Scenario } from '../../helpers/deployment.ts';

const THREE = `
Parameters:
  Network: {Type: 'AWS::EC2::VPC::Id', Description: Where it goes}
  Zones: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Port: {Type: Number, Default: 80}
Resources: {T: {Type: AWS::SNS::Topic}}
`;
const NEW: Scenario = {};
const stackWith = (...names: string[]): Scenario => ({
  before: {
    status: 'CREATE_COMPLETE',
    description: 'Application Load Balancer for WebSockets (chat)',
    parameters: Object.fromEntries(names.map((name) => [name, 'old'])),
  },
});

async function deploy(input: string, args: readonly string[], scenario: Scenario) {
  const fake = await fakeDeployment(scenario);
  const result = await generate(['deploy', '--stack-name', 'x', ...args], { input, env: fake.env });
  return { ...result, ...fake, isDeployed: fake.asked('ExecuteChangeSet') > 0 };
}

describe('parameters without a value', () => {
  it('of a new stack: lists them all with what to write, and deploys nothing', async () => {
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
    ['after --', ['--', '--parameter-overrides', 'Zones=a,b', '--tags', 'Network=no']],
    ['in one argument', ['--', '--parameter-overrides=Zones=a,b']],
  ])('counts values given %s', async (_, args) => {
    const { status, stderr } = await deploy(THREE, args, NEW);
    expect(status).toBe(2);
    expect(stderr).toContain('a parameter has no default');
    expect(stderr).toContain('Add to the values of --parameter-overrides: Network=vpc-…\n');
  });

  it.each([
    ['values that the stack has', [], stackWith('Network', 'Zones')],
    ['all values given', ['--parameter-overrides', 'Network=vpc-1', 'Zones=a'], NEW],
    ['a file that only the AWS CLI reads', ['--parameter-overrides', 'file://values.json'], NEW],
  ])('deploys with %s', async (_, args, stack) => {
    expect(await deploy(THREE, args, stack)).toMatchObject({ status: 0, isDeployed: true });
  });

  it('that a change adds to a stack: lists only those', async () => {
    const { status, stderr } = await deploy(THREE, [], stackWith('Network'));
    expect(status).toBe(2);
    expect(stderr).toContain('For stack x, a parameter has no default and no value:\n    Zones');
    expect(stderr).not.toContain('is new');
  });

  it('reports a value for a parameter that does not exist, which the AWS CLI would silently drop', async () => {
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
    deploy(
      template,
      [
        '--parameter-overrides',
        ...Object.entries({ ...VALID, ...values }).map(([key, value]) => `${key}=${value}`),
      ],
      NEW,
    );

  it.each([
    [{ Stage: 'prod' }, 'Stage: "prod" is not allowed; AllowedValues: test, live'],
    [
      { Arn: 'x arn:aws:acm:x' },
      'Arn: "x arn:aws:acm:x" is not allowed, it must be the ARN of a certificate; AllowedPattern: arn:aws:(acm|iam):.+',
    ],
    [{ Zones: 'a,B' }, 'Zones: "a,B" is not allowed'],
  ])('%j: deploys nothing', async (values, expected) => {
    const { status, stderr, isDeployed } = await send(values);
    expect({ status, isDeployed }).toEqual({ status: 2, isDeployed: false });
    expect(stderr).toContain(expected);
  });

  it('does not print a secret', async () => {
    const { status, stderr } = await send({ Secret: 'hunter', Stage: 'prod' });
    expect(status).toBe(2);
    expect(stderr).toContain('Secret: the value is not allowed');
    expect(stderr).toContain('Stage: "prod"');
    expect(stderr).not.toContain('hunter');
  });

  it('deploys values that are allowed, or have a pattern that only Java can judge', async () => {
    expect(await send({})).toMatchObject({ status: 0, isDeployed: true });
  });
});

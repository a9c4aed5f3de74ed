// A workflow of GitHub Actions: what a pull request would change, and deployments from main.
import { VERSION } from '../common/version.ts';
import type { Config } from '../config/schema/index.ts';

/** Releases by their commits: a tag can be moved. */
const CHECKOUT = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const SETUP_NODE = 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0';
const CREDENTIALS = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3';

/** In the order in which they are deployed. */
export const ENVIRONMENTS = ['dev', 'prod'] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/** The files of the config in the repository. */
export interface ConfigInRepository {
  /** A path of letters, digits, `_`, `.`, `/` and `-`, which stands in the commands as it is. */
  readonly base: string;
  /** Whether each environment has a file, such as `dev.yaml`, with what differs in it. */
  readonly hasOverlays: boolean;
}

/**
 * The workflow. Nothing of the config stands in a command: names reach the shell as environment variables.
 *
 * @param parameters the parameters of the template that have no default, which the workflow takes from GitHub's variables.
 */
export function githubWorkflow(
  { name }: Config,
  parameters: readonly string[],
  files: ConfigInRepository = { base: 'base.yaml', hasOverlays: true },
): string {
  const config = `-c ${files.base}${files.hasOverlays ? ' -c "$ENVIRONMENT.yaml"' : ''}`;
  const deployed = { name, config, parameters };
  return [
    header(files),
    `name: ${quoted(`Load balancer ${name}`)}`,
    '',
    ON,
    '',
    ...checkJob(config),
    '',
    ...dryRunJob(deployed),
    ...ENVIRONMENTS.flatMap((environment) => ['', ...deployJob(environment, deployed)]),
    '',
  ].join('\n');
}

const header = ({
  base,
  hasOverlays,
}: ConfigInRepository): string => `# \`websocket-alb snippet github-actions\` of websocket-alb made this: save it as .github/workflows/load-balancer.yaml.
#
# The config is ${base}${hasOverlays ? ', with what differs in dev.yaml and prod.yaml' : ' for dev and for prod'}.
# In the settings of the repository it needs four environments, each with the variables AWS_REGION and AWS_ROLE_ARN:
#   dev, prod            deploy. Allow them for the branch main only, and let a person approve prod.
#   dev-plan, prod-plan  make a change set and delete it. Their roles must not be allowed to execute one.
# Each role trusts token.actions.githubusercontent.com for its environment alone: the audience is sts.amazonaws.com, and the
# subject ends with :environment:dev and so on.`;

const ON = `on:
  pull_request:
    branches: [main]
  push:
    branches: [main]

permissions: {}

# One deployment after the other: none is cancelled half-way.
concurrency:
  group: load-balancer-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: false

defaults:
  run:
    shell: bash

env:
  WEBSOCKET_ALB: ${quoted(`websocket-alb@${VERSION}`)}

jobs:`;

const PULL_REQUEST = "github.event_name == 'pull_request'";
const MATRIX = [
  '    strategy:',
  '      fail-fast: false',
  '      matrix:',
  `        environment: [${ENVIRONMENTS.join(', ')}]`,
];
const STEPS = [
  '    steps:',
  `      - uses: ${CHECKOUT}`,
  '        with:',
  '          persist-credentials: false',
  `      - uses: ${SETUP_NODE}`,
  '        with:',
  '          node-version: 22',
];
const SIGN_IN = [
  `      - uses: ${CREDENTIALS}`,
  '        with:',
  '          aws-region: ${{ vars.AWS_REGION }}',
  '          role-to-assume: ${{ vars.AWS_ROLE_ARN }}',
];
/** The token with which AWS is asked for credentials, and nothing else. */
const WITH_TOKEN = [
  '    permissions:',
  '      contents: read # check out',
  '      id-token: write # sign in to AWS',
];
const RUN = 'npx --yes "$WEBSOCKET_ALB"';

interface Deployed {
  readonly name: string;
  /** Options that name the files. */
  readonly config: string;
  readonly parameters: readonly string[];
}

const checkJob = (config: string): string[] => [
  '  check:',
  '    name: Check ${{ matrix.environment }}',
  `    if: ${PULL_REQUEST}`,
  '    runs-on: ubuntu-24.04',
  '    timeout-minutes: 10',
  '    permissions:',
  '      contents: read # check out',
  ...MATRIX,
  ...STEPS,
  '      - name: Check the template',
  '        env:',
  '          ENVIRONMENT: ${{ matrix.environment }}',
  '        run: |',
  `          ${RUN} template ${config} -o template.yaml`,
  `          ${RUN} check template.yaml --format github`,
];

const dryRunJob = (deployed: Deployed): string[] => [
  '  dry-run:',
  '    name: Dry run of ${{ matrix.environment }}',
  '    # A pull request from a fork gets no token.',
  `    if: ${PULL_REQUEST} && github.event.pull_request.head.repo.full_name == github.repository`,
  '    runs-on: ubuntu-24.04',
  '    timeout-minutes: 15',
  '    environment: ${{ matrix.environment }}-plan',
  ...WITH_TOKEN,
  ...MATRIX,
  ...STEPS,
  ...SIGN_IN,
  '      - name: Show what would change',
  ...environmentOf('${{ matrix.environment }}', deployed),
  ...deployment('--dry-run', deployed),
];

const deployJob = (environment: Environment, deployed: Deployed): string[] => {
  const before = ENVIRONMENTS[ENVIRONMENTS.indexOf(environment) - 1];
  return [
    `  ${environment}:`,
    `    name: Deploy ${environment}`,
    "    if: github.event_name == 'push'",
    ...(before === undefined ? [] : [`    needs: ${before}`]),
    '    runs-on: ubuntu-24.04',
    `    environment: ${environment}`,
    ...WITH_TOKEN,
    ...STEPS,
    ...SIGN_IN,
    '      # The dry run has shown in the pull request what --yes agrees to.',
    '      - name: Deploy',
    ...environmentOf(environment, deployed),
    ...deployment('--yes', deployed),
  ];
};

const environmentOf = (environment: string, { name, parameters }: Deployed): string[] => [
  '        env:',
  `          ENVIRONMENT: ${environment}`,
  `          NAME: ${quoted(name)}`,
  ...parameters.map((parameter) => `          ${parameter}: \${{ vars.${variable(parameter)} }}`),
];

const deployment = (option: string, { config, parameters }: Deployed): string[] => {
  const values = parameters.map((parameter) => ` "${parameter}=$${parameter}"`).join('');
  return [
    '        run: >-',
    `          ${RUN} deploy`,
    `          ${config}`,
    `          --stack-name "$NAME-$ENVIRONMENT" ${option}`,
    ...(values === '' ? [] : [`          --parameter-overrides${values}`]),
  ];
};

/** `CertificateArn` -> `CERTIFICATE_ARN`, `VPCId` -> `VPC_ID`. */
const variable = (parameter: string): string =>
  parameter.replace(/([a-z]|^VPC)(?=[A-Z])/g, '$1_').toUpperCase();

/** Text as YAML in double quotes, on one line, and without expressions that GitHub would evaluate. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${{', '$ {{');
}

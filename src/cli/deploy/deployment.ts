// A deployment: the AWS CLI creates a change set, which is read, judged, and then executed exactly as it was read.
import { AwsCliMissing, targetArguments } from '../../aws/cli.ts';
import { changesOf, type Change } from '../../aws/change-set.ts';
import { AwsFailed } from '../../aws/failed.ts';
import { deployedTemplate, describeStack } from '../../aws/stack.ts';
import { KnownError } from '../../common/known-error.ts';
import { many } from '../../common/numbers.ts';
import { isTerminal, printToStderr, writeOut } from '../io/output.ts';
import { withTemporaryFile } from '../io/temporary-file.ts';
import { awsSession, withAws } from '../shared/aws.ts';
import { warn } from '../shared/error-report.ts';
import { isNew } from './before-sending.ts';
import { iamResources } from './capabilities.ts';
import { explainChange, replacesTasks } from './change-words.ts';
import { removeUnused } from './clean-up.ts';
import { doubtfulValues } from './doubtful-values.ts';
import { aboutEmptyGroup } from './empty-group.ts';
import { execute, keep, succeed } from './execution.ts';
import { withFates } from './fates.ts';
import { listenForSignals } from './interruption.ts';
import { makeChangeSet } from './make-change-set.ts';
import { parametersWithoutValue, unknownParameters } from './missing-parameters.ts';
import { isOn, OVERRIDES, valuesGiven } from './overrides.ts';
import { readIfPossible, versionIn } from './read-template.ts';
import { refuse } from './refusals.ts';
import type { DeployOptions, Run } from './run.ts';
import { parametersAfter, withReplacements } from './replacements.ts';
import { isOurs, surprises } from './surprises.ts';

const WITHOUT_CLI =
  'Install it (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html); or deploy the template from `npx websocket-alb template` by other means.';

/** Deploys a template text. Returns the exit code. */
export async function deployWith(
  source: string,
  options: DeployOptions,
  further: readonly string[],
): Promise<number> {
  const interruption = listenForSignals();
  const session = awsSession({ ...options, signal: interruption.signal });
  try {
    return await withAws({ target: options }, async () => {
      const run = await withValues(await look(source, { session, options, further, interruption }));
      const region = await session.region();
      for (const problem of [...unknownParameters(run), ...doubtfulValues(run, region)]) warn(problem);
      refuse(run);
      return await withTemporaryFile('template.yaml', source, (file) => send(file, run));
    });
  } catch (error) {
    const exitCode = interruption.exitCode();
    if (exitCode !== undefined)
      throw new KnownError('Interrupted. Nothing was changed.', { exitCode, cause: error });
    if (!(error instanceof AwsCliMissing)) throw error;
    throw new KnownError(error.message, { remedy: WITHOUT_CLI, cause: error });
  } finally {
    interruption.end();
    await session.close();
  }
}

/** Fetches the current stack from AWS. */
async function look(
  source: string,
  { session, options, further, interruption }: Pick<Run, 'session' | 'options' | 'further' | 'interruption'>,
): Promise<Run> {
  const { stackName } = options;
  const before = await describeStack(session, stackName);
  const stack = before && !isNew({ before }) ? before : undefined;
  // Without permission to read it one can still deploy, but is asked to confirm more than necessary.
  const text = stack && (await deployedTemplate(session, stackName).catch(deniedOnly));
  return {
    session,
    options,
    interruption,
    stackName,
    further,
    before,
    template: readIfPossible(source),
    deployed: text === undefined ? undefined : readIfPossible(text),
    isOurs: stack === undefined || isOurs(stack, text === undefined ? undefined : versionIn(text)),
  };
}

/** Asks for missing parameter values, if there is someone to ask. */
async function withValues(run: Run): Promise<Run> {
  const { options, further } = run;
  const missing = options.askValues ? parametersWithoutValue(run) : [];
  const values = missing.length === 0 ? [] : await options.askValues?.(missing);
  return values === undefined || values.length === 0
    ? run
    : { ...run, further: [...further, OVERRIDES, ...values] };
}

function deniedOnly(error: unknown): undefined {
  if (error instanceof AwsFailed && ['access-denied', 'not-found', 'refused'].includes(error.failure.kind))
    return undefined;
  throw error;
}

/** Creates the change set, and removes it unless it is executed or kept. */
async function send(file: string, run: Run): Promise<number> {
  const { stackName, options, further, before, interruption } = run;
  const unused = { stackName, since: Date.now(), wasNoStack: before === undefined };
  let arn: string | undefined;
  let isUsed = false;
  const use = () => {
    isUsed = true;
  };
  try {
    ({ arn } = await makeChangeSet(commandFor(file, run)));
    if (interruption.signal.aborted) throw new Error('interrupted');
    if (arn === undefined) return await unchanged(run);
    const changes = await read(arn, run);
    if (options.dryRun) return preview(changes, run);
    if (!(await mayGoOn(changes, run))) {
      printToStderr('Nothing was changed.');
      return 1;
    }
    if (isOn(further, 'no-execute-changeset')) return keep(arn, changes, run, use);
    return await execute(arn, run, use);
  } finally {
    if (!isUsed) await removeUnused({ ...unused, arn }, options);
  }
}

function commandFor(file: string, { template, stackName, options, further }: Run): string[] {
  const roles = iamResources(template, further);
  if (roles.length > 0)
    printToStderr(
      `The template creates IAM resources (${roles.join(', ')}): --capabilities CAPABILITY_IAM is added.`,
    );
  return [
    'cloudformation',
    'deploy',
    '--template-file',
    file,
    '--stack-name',
    stackName,
    ...targetArguments(options),
    '--no-execute-changeset',
    // An empty change set is a success, as in version 2 of the AWS CLI; see unchanged().
    '--no-fail-on-empty-changeset',
    ...(roles.length > 0 ? ['--capabilities', 'CAPABILITY_IAM'] : []),
    ...further.filter((argument) => !OWN.has(argument)),
  ];
}

/** Options of `aws cloudformation deploy` that this program implements itself. */
const OWN = new Set([
  '--execute-changeset',
  '--no-execute-changeset',
  '--fail-on-empty-changeset',
  '--no-fail-on-empty-changeset',
  '--disable-rollback',
  '--no-disable-rollback',
]);

async function unchanged(run: Run): Promise<number> {
  const { stackName, options, further } = run;
  if (options.dryRun) {
    writeOut('No changes.\n');
    return 0;
  }
  printToStderr(`No changes to deploy. Stack ${stackName} already matches the template.`);
  return isOn(further, 'fail-on-empty-changeset') ? 255 : succeed(run);
}

/** The changes, completed with everything that is known about them. */
async function read(arn: string, run: Run): Promise<Change[]> {
  const { session, before, deployed, template, further } = run;
  const values = before?.parameters ?? new Map<string, string>();
  const changes = withReplacements(
    await changesOf(session, arn),
    { template: deployed, parameters: values },
    { template, parameters: parametersAfter(template, valuesGiven(further) ?? new Map(), values) },
  );
  return withFates(changes, deployed, template);
}

/** What replacing all tasks does to the sockets, as far as the config tells. */
const aboutSockets = ({ options: { deploymentSummary } }: Run): string =>
  deploymentSummary === undefined
    ? 'All tasks are replaced, and their sockets move: `npx websocket-alb rollout` computes how many are cut.'
    : `All tasks are replaced. ${deploymentSummary}. ${deploymentSummary.includes('1001') ? ASSUMED_SERVER : ''}\`npx websocket-alb rollout\` says more.`;

const ASSUMED_SERVER =
  'This assumes a server that closes its sockets while its target drains, as that of `npx websocket-alb snippet server` does; the sockets of another are cut instead. ';

/** `--dry-run`: prints what would happen. */
function preview(changes: readonly Change[], run: Run): number {
  if (changes.length === 0) writeOut('No changes of resources.\n');
  for (const change of changes) writeOut(`${explainChange(change)}\n`);
  if (!isNew(run) && replacesTasks(changes)) printToStderr(`\n${aboutSockets(run)}`);
  for (const line of aboutEmptyGroup(changes, run.template)) printToStderr(`\n${line}`);
  const asked = isNew(run) ? [] : surprises(run.stackName, changes, run.isOurs, run.deployed);
  if (asked.length > 0)
    printToStderr(
      `\nThese need confirmation on a terminal, and --yes elsewhere:\n${asked.map((line) => `  ${line}`).join('\n')}`,
    );
  return 0;
}

/**
 * Asks on a terminal before something is destroyed; a new stack has nothing to lose.
 *
 * @throws {KnownError} elsewhere, unless --yes is given.
 */
async function mayGoOn(changes: readonly Change[], run: Run): Promise<boolean> {
  const { stackName, options } = run;
  const lines = isNew(run)
    ? []
    : [...surprises(stackName, changes, run.isOurs, run.deployed), ...aboutEmptyGroup(changes, run.template)];
  if (options.review) {
    for (const line of [...changes.map(explainChange), ...lines]) printToStderr(line);
    return options.confirm(`Deploy ${many(changes.length, 'change')}?`);
  }
  if (lines.length === 0) return true;
  if (options.yes || (isTerminal('stderr') && isTerminal('stdin'))) {
    for (const line of lines) printToStderr(line);
    return options.yes ? true : options.confirm('Deploy anyway?');
  }
  throw new KnownError(`Not deployed: ${many(lines.length, 'thing')} must be agreed to first.`, {
    details: lines,
    where: `stack ${stackName}`,
    remedy:
      'If you want all of it, add --yes, or run it on a terminal. --dry-run shows every change. Nothing was changed.',
    exitCode: 1,
  });
}

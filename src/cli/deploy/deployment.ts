// A deployment through `aws cloudformation deploy`, which wants its template in a regular file.
import {
  awsCapturing,
  AwsCliFailed,
  AwsCliMissing,
  awsWatched,
  targetArguments,
} from '../../aws/cli.ts';
import type { AwsTarget } from '../../aws/target.ts';
import {
  changesOf,
  deleteChangeSet,
  deleteEmptyStack,
  failures,
  stackOutputs,
  type Change,
} from '../../aws/stack.ts';
import { failureOf } from '../../alb/cli-failures.ts';
import { FAILURE_REMEDIES } from '../../alb/failures.ts';
import { remedyFor } from '../../alb/failure-reasons.ts';
import { withoutAwsCli } from '../shared/aws-errors.ts';
import { withFates } from './deletion-policies.ts';
import { explainChange, isReplaced } from './change-words.ts';
import { KnownError } from '../../common/known-error.ts';
import { refuseMissingParameters } from './missing-parameters.ts';
import { isTerminal, relay, tell, writeOut } from '../io/output.ts';
import { withTemporaryFile } from '../io/temporary-file.ts';
import { askBefore, didNotExist, isNew, tellWhatStays, type StackBefore } from './stack-before.ts';

export interface DeployOptions extends AwsTarget {
  readonly stackName: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** Deploys a template text. Returns the exit code. */
export async function deployWith(
  template: string,
  options: DeployOptions,
  further: readonly string[],
): Promise<number> {
  try {
    return await withTemporaryFile('template.yaml', template, (file) =>
      run(template, file, options, further),
    );
  } catch (error) {
    if (error instanceof AwsCliFailed) {
      const [what = '', ...details] = error.message.trim().split('\n');
      throw new KnownError(what, {
        details,
        exitCode: error.status,
        where: 'the AWS CLI',
        remedy:
          remedyFor(error.message) ??
          FAILURE_REMEDIES[failureOf(error.message).kind] ??
          'See that credentials, Region and the name of the stack are right.',
        cause: error,
      });
    }
    if (!(error instanceof AwsCliMissing)) throw error;
    throw withoutAwsCli(error, 'or deploy the template from `npx generate template` by other means');
  }
}

async function run(
  template: string,
  file: string,
  options: DeployOptions,
  further: readonly string[],
): Promise<number> {
  const { stackName } = options;
  // Asked once, and before anything is sent: afterwards nobody can tell whose an empty stack is.
  const before = await askBefore(stackName, options);
  refuseMissingParameters(template, stackName, further, before);
  const command = [
    'cloudformation',
    'deploy',
    '--template-file',
    file,
    '--stack-name',
    stackName,
    ...targetArguments(options),
    // Nothing to change is a success, as it is in version 2 of the AWS CLI.
    ...(further.some((argument) => argument.includes('fail-on-empty-changeset'))
      ? []
      : ['--no-fail-on-empty-changeset']),
    ...further,
  ];
  if (options.dryRun) return preview(command, template, options, before);
  const asks = !options.yes && isTerminal('stderr') && isTerminal('stdin');
  if (asks && !(await mayReplace(command, template, options, before))) return 1;

  const since = new Date(Date.now() - 1000);
  const { status, interrupted, errors } = await awsWatched(command, relay);
  const isUnchanged = status !== 0 && NOTHING_CHANGES.test(errors) && !wantsFailure(further);
  if (isUnchanged) tell(`Nothing changes: stack ${stackName} is as the template has it.`);
  if (status === 0 || isUnchanged) {
    const outputs = await stackOutputs(stackName, options).catch((error: unknown) => {
      if (!(error instanceof AwsCliFailed)) throw error;
      tell(`It is deployed, but its outputs cannot be read: ${error.message}`);
      return undefined;
    });
    for (const [key, value] of Object.entries(outputs ?? {})) writeOut(`${key}=${value}\n`);
    return 0;
  }
  if (!interrupted) {
    await explainFailure(options, since, errors);
    await tellWhatStays(stackName, options, before);
  }
  return status;
}

/** What CloudFormation refuses an update with that would change nothing; the AWS CLI does not always know it. */
const NOTHING_CHANGES = /No updates are to be performed/;

/** --fail-on-empty-changeset among the arguments: nothing to change is to be a failure. */
const wantsFailure = (further: readonly string[]): boolean => further.includes('--fail-on-empty-changeset');

interface Preview {
  readonly status: number;
  readonly changes: readonly Change[];
}

/** Makes a change set, reads it and deletes it. */
async function changeSet(
  command: readonly string[],
  template: string,
  options: DeployOptions,
  before: StackBefore,
): Promise<Preview> {
  const { status, stdout, stderr } = await awsCapturing([...command, '--no-execute-changeset']);
  const output = stdout + stderr;
  if (/No changes to deploy/.test(output) || NOTHING_CHANGES.test(output)) return { status: 0, changes: [] };
  const arn = /arn:\S+:changeSet\/\S+/.exec(output)?.[0];
  try {
    if (status !== 0 || arn === undefined) {
      tell(output.trim());
      return { status: status === 0 ? 1 : status, changes: [] };
    }
    const changes = await changesOf(arn, options);
    return { status: 0, changes: await withFates(changes, template, options.stackName, options) };
  } finally {
    // That of a failed call is kept: it says why, and in a stack of ours it goes with the stack.
    if (status === 0 && arn !== undefined) await deleteChangeSet(arn, options);
    if (didNotExist(before)) await deleteEmptyStack(options.stackName, options);
  }
}

/** `--dry-run`: what would happen, in plain words. */
async function preview(
  command: readonly string[],
  template: string,
  options: DeployOptions,
  before: StackBefore,
): Promise<number> {
  const { status, changes } = await changeSet(command, template, options, before);
  if (status !== 0) return status;
  if (changes.length === 0) writeOut('No changes.\n');
  for (const change of changes) writeOut(`${explainChange(change)}\n`);
  return 0;
}

/** Asks before something is replaced; a stack that does not exist yet has nothing to lose. */
async function mayReplace(
  command: readonly string[],
  template: string,
  options: DeployOptions,
  before: StackBefore,
): Promise<boolean> {
  if ('error' in before) throw before.error;
  if (isNew(before)) return true;
  const { changes } = await changeSet(command, template, options, before);
  const replaced = changes.filter(isReplaced);
  if (replaced.length === 0) return true;
  for (const change of replaced) tell(explainChange(change));
  return options.confirm('Deploy anyway?');
}

/** The events that explain a failure, newest cause first. */
async function explainFailure(options: DeployOptions, since: Date, errors: string): Promise<void> {
  const events = await failures(options.stackName, since, options).catch(() => []);
  if (events.length === 0) {
    // It failed before CloudFormation began: the AWS CLI itself has said why.
    const remedy = remedyFor(errors) ?? FAILURE_REMEDIES[failureOf(errors).kind];
    if (remedy) tell(`remedy: ${remedy}`);
    return;
  }
  tell(`\nWhat failed in stack ${options.stackName}, newest first:`);
  for (const { logicalId, type, status, reason = 'no reason given' } of events) {
    tell(`  ${logicalId} (${type}) ${status}\n    ${reason}`);
    const remedy = remedyFor(reason);
    if (remedy) tell(`    remedy: ${remedy}`);
  }
}

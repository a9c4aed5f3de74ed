// Executes a change set and watches it to its end, or keeps it for the user.
import { AwsFailed } from '../../aws/failed.ts';
import { deleteChangeSetCall, executeChangeSetCall, type Change } from '../../aws/change-set.ts';
import { describeStack, stackEvents, type StackDescription } from '../../aws/stack.ts';
import { remedyFor } from '../../alb/failure-reasons.ts';
import { awsCallCommand } from '../../common/aws-call.ts';
import { awsCommand } from '../../common/shell.ts';
import { printToStderr, writeOut } from '../io/output.ts';
import { awsError } from '../shared/aws.ts';
import { isNew } from './before-sending.ts';
import { explainChange } from './change-words.ts';
import { isOn } from './overrides.ts';
import type { Run } from './run.ts';
import { watchStack, type Watched } from './watch.ts';

/** The exit code of `aws cloudformation deploy` when a stack fails. */
const EXIT_FAILED = 255;

/**
 * Executes a change set and waits for its end. Returns the exit code.
 *
 * @param used is called once the change set must no longer be removed.
 */
export async function execute(arn: string, run: Run, used: () => void): Promise<number> {
  const { session, stackName, before, further, interruption, options } = run;
  // By its ID: a stack that is deleted meanwhile can no longer be found by name.
  const current = await describeStack(session, stackName);
  const stackId = current?.id ?? stackName;
  const events = await stackEvents(session, stackId).catch((error: unknown) => {
    if (error instanceof AwsFailed && !interruption.signal.aborted) return [];
    throw error;
  });
  const call = executeChangeSetCall(arn, isOn(further, 'disable-rollback'));
  await session.run(call).catch((error: unknown) => {
    if (!(error instanceof AwsFailed)) throw error;
    const remedy = remedyFor(error.message);
    if (remedy === undefined) throw error;
    const { failure } = error;
    throw awsError(new AwsFailed({ ...failure, remedy }, call, error), { target: options });
  });
  used();
  printToStderr(`CloudFormation ${isNew(run) ? 'creates' : 'updates'} stack ${stackName}.`);
  let watched: Watched;
  try {
    watched = await watchStack(session, {
      stackId,
      statusBefore: current?.status ?? before?.status,
      lastEvent: events[0]?.id,
      signal: interruption.signal,
    });
  } catch (error) {
    const exitCode = interruption.exitCode();
    if (exitCode !== undefined) {
      reportStillRunning('Interrupted', run);
      return exitCode;
    }
    if (!(error instanceof AwsFailed)) throw error;
    reportStillRunning(`The stack can no longer be watched (${error.message})`, run);
    return 1;
  }
  if (isGood(watched.stack)) {
    printToStderr(`Successfully created/updated stack - ${stackName}`);
    return succeed(run, watched.stack);
  }
  explain(watched, run);
  return EXIT_FAILED;
}

const isGood = ({ status }: StackDescription): boolean =>
  status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE';

/** Prints the outputs. */
export async function succeed({ session, stackName, before }: Run, after = before): Promise<number> {
  const stack = after ?? (await describeStack(session, stackName));
  for (const [key, value] of Object.entries(stack?.outputs ?? {})) writeOut(`${key}=${value}\n`);
  return 0;
}

function reportStillRunning(why: string, run: Run): void {
  const { stackName, options } = run;
  const command = (...args: string[]) =>
    awsCommand(['cloudformation', ...args, '--stack-name', stackName], options);
  printToStderr(
    [
      `${why}: CloudFormation is still ${isNew(run) ? 'creating' : 'updating'} stack ${stackName}; it is just no longer watched.`,
      `  Follow it: ${command('describe-stack-events')} --max-items 20`,
      `  Stop it:   ${command(isNew(run) ? 'delete-stack' : 'cancel-update-stack')}`,
    ].join('\n'),
  );
}

/**
 * States in which a failed first deployment leaves a stack and which no further deployment can get it out of. Source:
 * CloudFormation User Guide, "Stack status codes".
 */
const ENDS: Readonly<Record<string, string>> = {
  ROLLBACK_COMPLETE: 'It cannot be updated, only deleted',
  ROLLBACK_FAILED: 'It cannot be updated, only deleted',
};

/** Prints the events that explain a failure, newest first, and how to remove what is left. */
function explain({ stack, failures, stoppedTasks }: Watched, { stackName, options }: Run): void {
  const because = stack.statusReason === undefined ? '' : `: ${stack.statusReason}`;
  printToStderr(`\nStack ${stackName} failed and is ${stack.status}${because}`);
  if (failures.length > 0) printToStderr(`What failed, newest first:`);
  for (const { logicalId, type, status, reason = 'no reason given' } of failures) {
    printToStderr(`  ${logicalId} (${type}) ${status}\n    ${reason}`);
    const remedy = remedyFor(reason);
    if (remedy !== undefined) printToStderr(`    remedy: ${remedy}`);
  }
  if (stoppedTasks.length > 0) printToStderr('Why its tasks stopped:');
  for (const { reason, log } of stoppedTasks) {
    printToStderr(`  ${reason}`);
    for (const line of log) printToStderr(`    ${line}`);
  }
  const end = Object.hasOwn(ENDS, stack.status) ? ENDS[stack.status] : undefined;
  if (end === undefined) return;
  printToStderr(`${end}. This removes it:`);
  printToStderr(`  ${awsCommand(['cloudformation', 'delete-stack', '--stack-name', stackName], options)}`);
}

/** `-- --no-execute-changeset`: leaves the change set in place and prints its ARN. */
export function keep(arn: string, changes: readonly Change[], { options }: Run, used: () => void): number {
  used();
  for (const change of changes) writeOut(`${explainChange(change)}\n`);
  printToStderr(
    [
      `The change set is not executed: ${arn}`,
      `  Execute it: ${awsCallCommand(executeChangeSetCall(arn, false), options)}`,
      `  Remove it:  ${awsCallCommand(deleteChangeSetCall(arn), options)}`,
    ].join('\n'),
  );
  return 0;
}

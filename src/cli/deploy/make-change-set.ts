// Lets the AWS CLI create the change set: it fills in the stack's existing parameter values, and can upload the
// template to a bucket.
import { runAwsCli } from '../../aws/cli.ts';
import { failureOf } from '../../alb/cli-failures.ts';
import { FAILURE_REMEDIES } from '../../alb/failures.ts';
import { remedyFor } from '../../alb/failure-reasons.ts';
import { KnownError } from '../../common/known-error.ts';
import { clearStatus, showStatus } from '../io/output.ts';

/** The ARN of the change set; undefined when nothing would change. */
export interface Made {
  readonly arn: string | undefined;
}

/** CloudFormation's messages when nothing would change; the AWS CLI does not recognize all of them. */
const NOTHING_CHANGES = /No changes to deploy|No updates are to be performed|didn't contain changes/;

/**
 * Runs `aws cloudformation deploy --no-execute-changeset`. Its output is shown only if it fails.
 *
 * @throws {KnownError} when it fails, with its exit code
 * @throws {AwsCliMissing}
 */
export async function makeChangeSet(command: readonly string[]): Promise<Made> {
  showStatus('Making a change set');
  try {
    const { status, output } = await runAwsCli(command);
    if (NOTHING_CHANGES.test(output)) return { arn: undefined };
    const arn = /arn:\S+:changeSet\/\S+/.exec(output)?.[0];
    if (status === 0 && arn !== undefined) return { arn };
    throw explained(status === 0 ? 1 : status, output);
  } finally {
    clearStatus();
  }
}

/** Drops progress output. What CloudFormation says about a failed change set follows "Reason:". */
function explained(status: number, output: string): KnownError {
  const message = output.replace(/^Waiting for changeset to be created\.*$/gm, '').trim();
  const reason = /Status: FAILED\. Reason: (.+)/s.exec(message)?.[1]?.trim();
  const [what = '', ...details] = (reason ?? (message || `aws exited with ${status}`)).split('\n');
  const remedy =
    remedyFor(message) ??
    FAILURE_REMEDIES[failureOf(message).kind] ??
    'Check the credentials, the Region and the stack name.';
  return new KnownError(what, { details, exitCode: status, where: 'the AWS CLI', remedy });
}

// Removes, or at least reports, what a deployment that did not go ahead leaves in CloudFormation.
import { AwsFailed } from '../../aws/failed.ts';
import { deleteChangeSetCall, deleteEmptyStack, leftChangeSets } from '../../aws/change-set.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { awsCallCommand } from '../../common/aws-call.ts';
import { awsCommand } from '../../common/shell.ts';
import { printToStderr } from '../io/output.ts';
import { awsSession } from '../shared/aws.ts';

/** Someone who pressed Ctrl-C is waiting. */
const CALL_TIMEOUT_MS = 10_000;

export interface Unused {
  readonly stackName: string;
  /** The change set; undefined when it is not known whether there is one. */
  readonly arn: string | undefined;
  /** When the AWS CLI was called, in milliseconds since 1970. */
  readonly since: number;
  /** There was no stack of that name, so an empty one is removed as well. */
  readonly wasNoStack: boolean;
}

/** Removes a change set that is not executed, and its empty stack. Reports what cannot be removed. */
export async function removeUnused(unused: Unused, target: AwsTarget): Promise<void> {
  const { stackName, arn, since, wasNoStack } = unused;
  // A new session: a signal may have aborted the other one.
  const session = awsSession({ ...target, callTimeoutMs: CALL_TIMEOUT_MS });
  const attempt = async (act: () => Promise<unknown>, left: string, command: string) => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof AwsFailed)) throw error;
      if (error.failure.kind === 'not-found') return;
      printToStderr(`${left} could not be removed: ${error.message}. This removes it:\n  ${command}`);
    }
  };
  try {
    let arns = arn === undefined ? [] : [arn];
    if (arn === undefined)
      await attempt(
        async () => {
          arns = await leftChangeSets(session, stackName, since);
        },
        'A change set that was not executed',
        awsCommand(['cloudformation', 'list-change-sets', '--stack-name', stackName], target),
      );
    for (const each of arns) {
      const call = deleteChangeSetCall(each);
      await attempt(() => session.run(call), `The change set ${each}`, awsCallCommand(call, target));
    }
    if (wasNoStack)
      await attempt(
        () => deleteEmptyStack(session, stackName),
        `Stack ${stackName}, which has no resources,`,
        awsCommand(['cloudformation', 'delete-stack', '--stack-name', stackName], target),
      );
  } finally {
    await session.close();
  }
}

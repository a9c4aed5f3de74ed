// What a deployment that did not happen leaves in CloudFormation is removed, or named.
import { AwsFailed } from '../../aws/failed.ts';
import { deleteChangeSetCall, deleteEmptyStack, leftChangeSets } from '../../aws/change-set.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { awsCallCommand } from '../../common/aws-call.ts';
import { awsCommand } from '../../common/shell.ts';
import { printToStderr } from '../io/output.ts';
import { awsSession } from '../shared/aws.ts';

/** A person who pressed Ctrl-C waits for it. */
const CALL_TIMEOUT_MS = 10_000;

export interface Unused {
  readonly stackName: string;
  /** Undefined when it is not known whether there is one. */
  readonly arn: string | undefined;
  /** When the AWS CLI was called, in milliseconds since 1970. */
  readonly since: number;
  /** There was no stack of that name: one without resources is removed as well. */
  readonly wasNoStack: boolean;
}

/** Removes what was made for a change set that is not executed. What cannot be removed is named. */
export async function removeUnused(unused: Unused, target: AwsTarget): Promise<void> {
  const { stackName, arn, since, wasNoStack } = unused;
  // A session of its own: the other one may have been ended by a signal.
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

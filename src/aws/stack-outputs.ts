import { awsCall } from '../common/aws-call.ts';
import { AwsFailed } from './failed.ts';
import type { AwsSession } from './session.ts';

/** The outputs of a stack, by key; undefined when there is no such stack. */
export async function outputsOfStack(
  stack: string,
  session: AwsSession,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const { Stacks = [] } = await session.run(
      awsCall('cloudformation', 'DescribeStacks', { StackName: stack }),
    );
    const [found] = Stacks;
    return (
      found &&
      Object.fromEntries(
        (found.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      )
    );
  } catch (error) {
    if (error instanceof AwsFailed && error.failure.kind === 'not-found') return undefined;
    throw error;
  }
}

// What is known of a stack before a deployment, and what is left of it after one that failed.
import { AwsCliFailed } from '../../aws/cli.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { describeStack, type StackDescription } from '../../aws/stack.ts';
import { awsCommand } from '../../common/shell.ts';
import { tell } from '../io/output.ts';

/** The stack as it was before; none of that name; or why that cannot be found out. */
export type StackBefore = { readonly stack: StackDescription | undefined } | { readonly error: AwsCliFailed };

/** Asks the AWS CLI once. */
export async function askBefore(stack: string, target: AwsTarget): Promise<StackBefore> {
  try {
    return { stack: await describeStack(stack, target) };
  } catch (error) {
    if (error instanceof AwsCliFailed) return { error };
    throw error;
  }
}

/** There was no stack in any state. What cannot be seen may have been there. */
export const didNotExist = (before: StackBefore): boolean => 'stack' in before && before.stack === undefined;

/** The stack has neither resources nor values yet: there is none, or it only has change sets. */
export const isNew = (before: StackBefore): boolean =>
  'stack' in before && (before.stack === undefined || before.stack.StackStatus === 'REVIEW_IN_PROGRESS');

/**
 * States in which a failed first deployment leaves a stack, and from which no deployment gets it out. Source: CloudFormation
 * User Guide, "Stack status codes".
 */
const ENDS: Readonly<Record<string, string>> = {
  REVIEW_IN_PROGRESS: 'without resources',
  ROLLBACK_COMPLETE: 'and cannot be updated, only deleted',
  ROLLBACK_FAILED: 'and cannot be updated, only deleted',
};

/** Says after a failed deployment which stack stays behind, and what removes it. */
export async function tellWhatStays(stack: string, target: AwsTarget, before: StackBefore): Promise<void> {
  const after = await askBefore(stack, target);
  if ('error' in after || after.stack === undefined) return;
  const { StackStatus: status } = after.stack;
  const end = new Map(Object.entries(ENDS)).get(status);
  // An empty stack that was there before may hold somebody's own change set, which would go with it.
  if (end === undefined || (status === 'REVIEW_IN_PROGRESS' && !didNotExist(before))) return;
  tell(`\nStack ${stack} stays behind in the state ${status}, ${end}. This removes it:`);
  tell(`  ${awsCommand(['cloudformation', 'delete-stack', '--stack-name', stack], target)}`);
}

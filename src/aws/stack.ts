// CloudFormation stacks, as far as a deployment looks at them.
import { isFailure, readStackEvents, type StackEvent } from '../common/stack-events.ts';
import { AwsCliFailed, awsJson } from './cli.ts';
import type { AwsTarget } from './target.ts';

export type { StackEvent };

/** The outputs of a stack, by key; undefined when there is no such stack. */
export async function stackOutputs(
  stack: string,
  target: AwsTarget,
): Promise<Record<string, string> | undefined> {
  const found = await describeStack(stack, target);
  if (!found) return undefined;
  return Object.fromEntries(
    (found.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}

export interface StackDescription {
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
  readonly Parameters?: readonly { readonly ParameterKey: string }[];
}

/** A stack, or undefined when there is none of that name. */
export async function describeStack(stack: string, target: AwsTarget): Promise<StackDescription | undefined> {
  try {
    const answer = (await awsJson(['cloudformation', 'describe-stacks', '--stack-name', stack], target)) as
      { Stacks?: StackDescription[] } | undefined;
    return answer?.Stacks?.[0];
  } catch (error) {
    if (error instanceof AwsCliFailed && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** What failed in a stack since a time, newest cause first. What failed only because something else did is left out. */
export async function failures(stack: string, since: Date, target: AwsTarget): Promise<StackEvent[]> {
  const answer = await awsJson(
    ['cloudformation', 'describe-stack-events', '--stack-name', stack, '--max-items', '200'],
    target,
  );
  return readStackEvents(answer).filter((event) => new Date(event.time) >= since && isFailure(event));
}

export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic';
  readonly replacement: 'True' | 'False' | 'Conditional' | undefined;
  readonly logicalId: string;
  readonly type: string;
  /** What becomes of the resource that goes; undefined when nothing goes, or nobody says. */
  readonly fate?: Fate | undefined;
}

/** What a deletion policy says, in CloudFormation's words. */
export type Fate = 'Delete' | 'Retain' | 'Snapshot';

/** What a change set would do. */
export async function changesOf(changeSetArn: string, target: AwsTarget): Promise<Change[]> {
  const answer = (await awsJson(
    ['cloudformation', 'describe-change-set', '--change-set-name', changeSetArn],
    target,
  )) as { Changes?: { ResourceChange?: Record<string, string | undefined> }[] } | undefined;
  return (answer?.Changes ?? []).map(({ ResourceChange: change = {} }) => ({
    action: (change['Action'] ?? 'Modify') as Change['action'],
    replacement: change['Replacement'] as Change['replacement'],
    logicalId: change['LogicalResourceId'] ?? '',
    type: change['ResourceType'] ?? '',
    fate: fateOf(change['PolicyAction']),
  }));
}

/** Delete, Retain, Snapshot, or the same behind ReplaceAnd. Source: CloudFormation API reference, ResourceChange. */
const fateOf = (policyAction = ''): Fate | undefined =>
  (['Delete', 'Retain', 'Snapshot'] as const).find((fate) => policyAction.endsWith(fate));

/** The text of the template that a stack has, its transforms applied. */
export async function deployedTemplate(stack: string, target: AwsTarget): Promise<string> {
  const answer = (await awsJson(
    ['cloudformation', 'get-template', '--stack-name', stack, '--template-stage', 'Processed'],
    target,
  )) as { TemplateBody?: unknown } | undefined;
  // What is JSON comes parsed.
  const body = answer?.TemplateBody ?? '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Deletes a change set; the stack that it was to create stays. */
export async function deleteChangeSet(changeSetArn: string, target: AwsTarget): Promise<void> {
  await awsJson(['cloudformation', 'delete-change-set', '--change-set-name', changeSetArn], target);
}

/**
 * Deletes a stack that never had a resource. It goes with all its change sets, so only who made the stack may call this:
 * REVIEW_IN_PROGRESS is also the state of a stack in which somebody else's first change set waits.
 */
export async function deleteEmptyStack(stack: string, target: AwsTarget): Promise<void> {
  const found = await describeStack(stack, target);
  if (found?.StackStatus === 'REVIEW_IN_PROGRESS')
    await awsJson(['cloudformation', 'delete-stack', '--stack-name', stack], target);
}

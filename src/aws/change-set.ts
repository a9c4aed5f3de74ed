// CloudFormation change sets: what one would do, and executing or deleting it.
import { awsCall, type AwsCall } from '../common/aws-call.ts';
import type { AwsSession } from './session.ts';
import { describeStack } from './stack.ts';

/** Whether a change replaces the resource. */
export type Replacement = 'True' | 'False' | 'Conditional';

/** What happens to a removed or replaced resource, in CloudFormation's terms. */
export type Fate = 'Delete' | 'Retain' | 'Snapshot';

/** Why a property changes. */
export interface Cause {
  /** `Never`, `Conditionally`, `Always`. */
  readonly recreation: string;
  /** `ResourceReference` when a Ref to another resource may change, `ResourceAttribute` when a GetAtt may. */
  readonly source: string | undefined;
  /** The logical id of that resource. */
  readonly entity: string | undefined;
}

export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic';
  /** Undefined if CloudFormation does not say. */
  readonly replacement: Replacement | undefined;
  readonly logicalId: string;
  readonly type: string;
  /** What happens to the resource that is removed or replaced; undefined if none is, or CloudFormation does not say. */
  readonly fate?: Fate | undefined;
  readonly causes?: readonly Cause[];
}

/**
 * Everything that a change set would do.
 *
 * @throws {AwsFailed}
 */
export async function changesOf(session: AwsSession, arn: string): Promise<Change[]> {
  const { Changes = [] } = await session.run(
    awsCall('cloudformation', 'DescribeChangeSet', { ChangeSetName: arn }),
  );
  return Changes.flatMap(({ ResourceChange: change }): Change[] =>
    change === undefined
      ? []
      : [
          {
            action: (change.Action ?? 'Modify') as Change['action'],
            replacement: change.Replacement,
            logicalId: change.LogicalResourceId ?? '',
            type: change.ResourceType ?? '',
            fate: fateOf(change.PolicyAction),
            causes: (change.Details ?? []).map(({ Target, ChangeSource, CausingEntity }) => ({
              recreation: Target?.RequiresRecreation ?? 'Never',
              source: ChangeSource,
              entity: CausingEntity?.split('.')[0],
            })),
          },
        ],
  );
}

/**
 * Reads Delete, Retain or Snapshot, also after the prefix ReplaceAnd. Source: CloudFormation API reference,
 * ResourceChange.
 */
const fateOf = (policyAction = ''): Fate | undefined =>
  (['Delete', 'Retain', 'Snapshot'] as const).find((fate) => policyAction.endsWith(fate));

export const executeChangeSetCall = (arn: string, disableRollback: boolean): AwsCall =>
  awsCall('cloudformation', 'ExecuteChangeSet', {
    ChangeSetName: arn,
    ...(disableRollback && { DisableRollback: true }),
  });

export const deleteChangeSetCall = (arn: string): AwsCall =>
  awsCall('cloudformation', 'DeleteChangeSet', { ChangeSetName: arn });

/** Name prefix of the change sets that `aws cloudformation deploy` creates; the time in seconds follows. */
const CLI_PREFIX = 'awscli-cloudformation-package-deploy-';

/**
 * The ARNs of unexecuted change sets that `aws cloudformation deploy` has created on this machine since a given time.
 *
 * @param since milliseconds since 1970, by this machine's clock, which is in their names
 * @throws {AwsFailed}
 */
export async function leftChangeSets(session: AwsSession, stack: string, since: number): Promise<string[]> {
  const { Summaries = [] } = await session.run(
    awsCall('cloudformation', 'ListChangeSets', { StackName: stack }),
  );
  return Summaries.flatMap(({ ChangeSetId, ChangeSetName = '', ExecutionStatus, StackName }) => {
    if (ChangeSetId === undefined || !ChangeSetName.startsWith(CLI_PREFIX)) return [];
    if (StackName !== undefined && StackName !== stack) return [];
    const seconds = Number(ChangeSetName.slice(CLI_PREFIX.length));
    const isOpen = ExecutionStatus === 'AVAILABLE' || ExecutionStatus === 'UNAVAILABLE';
    return isOpen && seconds >= Math.floor(since / 1000) ? [ChangeSetId] : [];
  });
}

/**
 * Deletes a stack that never had a resource. All its change sets are deleted with it, so only whoever created the stack
 * may call this: a stack in which somebody else's first change set waits is also in REVIEW_IN_PROGRESS.
 *
 * @throws {AwsFailed}
 */
export async function deleteEmptyStack(session: AwsSession, stack: string): Promise<void> {
  const found = await describeStack(session, stack);
  if (found?.status === 'REVIEW_IN_PROGRESS')
    await session.run(awsCall('cloudformation', 'DeleteStack', { StackName: stack }));
}

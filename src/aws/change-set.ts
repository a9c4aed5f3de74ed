// Change sets of CloudFormation: what one would do, and doing it or not.
import { awsCall, type AwsCall } from '../common/aws-call.ts';
import type { AwsSession } from './session.ts';
import { describeStack } from './stack.ts';

/** Whether a change replaces the resource. */
export type Replacement = 'True' | 'False' | 'Conditional';

/** What a deletion policy says, in CloudFormation's words. */
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
  /** Undefined where CloudFormation does not say. */
  readonly replacement: Replacement | undefined;
  readonly logicalId: string;
  readonly type: string;
  /** What becomes of the resource that goes; undefined when nothing goes, or nobody says. */
  readonly fate?: Fate | undefined;
  readonly causes?: readonly Cause[];
}

/**
 * What a change set would do, all of it.
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

/** Delete, Retain, Snapshot, or the same after ReplaceAnd. Source: CloudFormation API reference, ResourceChange. */
const fateOf = (policyAction = ''): Fate | undefined =>
  (['Delete', 'Retain', 'Snapshot'] as const).find((fate) => policyAction.endsWith(fate));

export const executeChangeSetCall = (arn: string, disableRollback: boolean): AwsCall =>
  awsCall('cloudformation', 'ExecuteChangeSet', {
    ChangeSetName: arn,
    ...(disableRollback && { DisableRollback: true }),
  });

export const deleteChangeSetCall = (arn: string): AwsCall =>
  awsCall('cloudformation', 'DeleteChangeSet', { ChangeSetName: arn });

/** The name of change sets that `aws cloudformation deploy` makes: this, and the time in seconds. */
const CLI_PREFIX = 'awscli-cloudformation-package-deploy-';

/**
 * The ARNs of the change sets that `aws cloudformation deploy` made on this machine since a time and that were not executed.
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
 * Deletes a stack that never had a resource. It goes with all its change sets, so only who made the stack may call this:
 * REVIEW_IN_PROGRESS is also the state of a stack in which somebody else's first change set waits.
 *
 * @throws {AwsFailed}
 */
export async function deleteEmptyStack(session: AwsSession, stack: string): Promise<void> {
  const found = await describeStack(session, stack);
  if (found?.status === 'REVIEW_IN_PROGRESS')
    await session.run(awsCall('cloudformation', 'DeleteStack', { StackName: stack }));
}

// What a deployment would destroy, and therefore needs confirmation.
import type { Change } from '../../aws/change-set.ts';
import type { StackDescription } from '../../aws/stack.ts';
import { DESCRIPTION } from '../../template/names.ts';
import type { Template } from '../../check/template.ts';
import { CONSEQUENCES, explainChange, isReplaced } from './change-words.ts';
import { weightsSetBack } from './shifted-rules.ts';

/**
 * Changes that nobody should make by accident: removing a resource without retaining it, and replacing one that
 * sockets, data or other stacks depend on.
 */
const destructive = (changes: readonly Change[]): Change[] =>
  changes.filter((change) => {
    const { action, type, fate } = change;
    if (action === 'Remove') return fate !== 'Retain';
    if (!isReplaced(change) || !Object.hasOwn(CONSEQUENCES, type)) return false;
    return !(type === 'AWS::S3::Bucket' && fate === 'Retain');
  });

/**
 * Whether this program created a stack. Version 0.1 wrote no metadata, but every description began as it does today;
 * the same holds for stacks from the CDK code.
 *
 * @param version the version in the Metadata of the deployed template
 */
export const isOurs = ({ description }: StackDescription, version: string | undefined): boolean =>
  version !== undefined || description.startsWith(`${DESCRIPTION} (`);

/** What to confirm, the stack's origin first. Empty when there is nothing to ask. */
export const surprises = (
  stackName: string,
  changes: readonly Change[],
  isKnown: boolean,
  deployed: Template | undefined,
): string[] => [
  ...(isKnown ? [] : [`Stack ${stackName} was not created by this program; its resources are changed.`]),
  ...destructive(changes).map(explainChange),
  ...weightsSetBack(changes, deployed),
];

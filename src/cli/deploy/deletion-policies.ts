// What becomes of resources that go, where the change set does not say: older versions of the AWS CLI leave it out.
import { AwsCliFailed } from '../../aws/cli.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { deployedTemplate, type Change, type Fate } from '../../aws/stack.ts';
import { child, text } from '../../check/node.ts';
import { BrokenTemplate } from '../../check/read.ts';
import { readTemplate } from '../../check/template.ts';
import { isReplaced } from './change-words.ts';

/**
 * Fills in the fates. A removed resource goes by the DeletionPolicy that the stack has, a replaced one by the
 * UpdateReplacePolicy that comes with the change. Source: CloudFormation User Guide, "DeletionPolicy attribute",
 * "UpdateReplacePolicy attribute".
 */
export async function withFates(
  changes: readonly Change[],
  template: string,
  stack: string,
  target: AwsTarget,
): Promise<Change[]> {
  const isOpen = ({ fate }: Change) => fate === undefined;
  const before = changes.some((change) => isOpen(change) && change.action === 'Remove')
    ? await deployedTemplate(stack, target).catch((error: unknown) => {
        if (error instanceof AwsCliFailed) return '';
        throw error;
      })
    : '';
  const removed = fatesIn(before, 'DeletionPolicy');
  const replaced = fatesIn(template, 'UpdateReplacePolicy');
  return changes.map((change) => {
    if (!isOpen(change)) return change;
    if (change.action === 'Remove') return { ...change, fate: removed(change.logicalId) };
    return isReplaced(change) ? { ...change, fate: replaced(change.logicalId) } : change;
  });
}

type FateOf = (logicalId: string) => Fate | undefined;

function fatesIn(template: string, attribute: 'DeletionPolicy' | 'UpdateReplacePolicy'): FateOf {
  try {
    const { resources } = readTemplate(template);
    return (logicalId) => FATES[text(child(resources.get(logicalId)?.node, attribute)) ?? ''];
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError) return () => undefined;
    throw error;
  }
}

/** Without the attribute most types are deleted, but not all: nothing is said then. */
const FATES: Readonly<Record<string, Fate>> = {
  Delete: 'Delete',
  Retain: 'Retain',
  RetainExceptOnCreate: 'Retain',
  Snapshot: 'Snapshot',
};

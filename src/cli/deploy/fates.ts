// What happens to removed resources if the change set does not say; emulators of CloudFormation often do not.
import type { Change, Fate } from '../../aws/change-set.ts';
import { child, text } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';
import { isReplaced } from './change-words.ts';

/**
 * Fills in missing fates. For a removed resource the DeletionPolicy in the deployed template applies, for a replaced
 * one the UpdateReplacePolicy in the new template. Source: CloudFormation User Guide, "DeletionPolicy attribute",
 * "UpdateReplacePolicy attribute".
 */
export const withFates = (
  changes: readonly Change[],
  deployed: Template | undefined,
  template: Template | undefined,
): Change[] =>
  changes.map((change) => {
    if (change.fate !== undefined) return change;
    if (change.action === 'Remove')
      return { ...change, fate: fateIn(deployed, change.logicalId, 'DeletionPolicy') };
    return isReplaced(change)
      ? { ...change, fate: fateIn(template, change.logicalId, 'UpdateReplacePolicy') }
      : change;
  });

const fateIn = (
  template: Template | undefined,
  logicalId: string,
  attribute: 'DeletionPolicy' | 'UpdateReplacePolicy',
): Fate | undefined => FATES[text(child(template?.resources.get(logicalId)?.node, attribute)) ?? ''];

/** Without the attribute most types are deleted, but not all, so the fate stays unknown. */
const FATES: Readonly<Record<string, Fate>> = {
  Delete: 'Delete',
  Retain: 'Retain',
  RetainExceptOnCreate: 'Retain',
  Snapshot: 'Snapshot',
};

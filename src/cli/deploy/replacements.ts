// Which changes replace a resource: as CloudFormation reports, or else by its resource schemas. Emulators of AWS never
// report it.
import { REPLACING_PROPERTIES } from '../../alb/replacing-properties.ts';
import type { Change, Replacement } from '../../aws/change-set.ts';
import { child, text } from '../../check/node.ts';
import type { Resource, Template } from '../../check/template.ts';
import { isReplaced } from './change-words.ts';
import { knownValue, type KnownValue, type Parameters } from './property-values.ts';

/** A template and its parameter values. */
export interface Side {
  readonly template: Template | undefined;
  readonly parameters: Parameters;
}

/** Fills in replacements that the change set leaves open, and corrects overly cautious ones. */
export function withReplacements(changes: readonly Change[], before: Side, after: Side): Change[] {
  const judged = changes.map((change) =>
    change.action === 'Modify' && change.replacement === undefined
      ? { ...change, replacement: bySchema(change, before, after) }
      : change,
  );
  return withoutFalseAlarms(withReplacedReferences(judged, changes, after));
}

/** Parameter values after the deployment, without those that are undefined. */
export function parametersAfter(
  template: Template | undefined,
  given: Parameters,
  before: Parameters,
): Parameters {
  const values = [...(template?.parameters ?? [])].flatMap(([name, node]): [string, string][] => {
    const value = given.get(name) ?? before.get(name) ?? text(child(node, 'Default'));
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(values);
}

/** Undefined when the type, or the resource in either template, is unknown. */
function bySchema({ logicalId, type }: Change, before: Side, after: Side): Replacement | undefined {
  const known = Object.hasOwn(REPLACING_PROPERTIES, type) ? REPLACING_PROPERTIES[type] : undefined;
  const old = before.template?.resources.get(logicalId);
  const fresh = after.template?.resources.get(logicalId);
  if (!known || !old || !fresh) return undefined;
  const verdicts = new Set<Replacement>([
    ...known.replaces.map((name) => compared(name, old, fresh, before, after)),
    ...known.mayReplace.map((name) =>
      compared(name, old, fresh, before, after) === 'False' ? 'False' : 'Conditional',
    ),
  ]);
  return (['True', 'Conditional'] as const).find((verdict) => verdicts.has(verdict)) ?? 'False';
}

function compared(name: string, old: Resource, fresh: Resource, before: Side, after: Side): Replacement {
  const was = knownValue(child(old.properties, name), before.parameters);
  const will = knownValue(child(fresh.properties, name), after.parameters);
  if (!was && !will) return 'False';
  if (was?.form === will?.form)
    return will?.isConditional && differ(before.parameters, after.parameters) ? 'Conditional' : 'False';
  const isCertain = [was, will].every((value): boolean => isSettled(value));
  return isCertain ? 'True' : 'Conditional';
}

/** An absent value is known too. */
const isSettled = (value: KnownValue | undefined): boolean => value === undefined || value.isLiteral;

const differ = (before: Parameters, after: Parameters): boolean =>
  [...after].some(([name, value]) => before.get(name) !== value);

/** A resource may be replaced in turn if a property that forces replacement refers to a replaced resource. */
function withReplacedReferences(judged: readonly Change[], asked: readonly Change[], after: Side): Change[] {
  let changes = [...judged];
  // Each round follows references one step further.
  for (let round = 0; round < changes.length; round++) {
    const replaced = new Set(changes.filter(isReplaced).map(({ logicalId }) => logicalId));
    const next = changes.map((change, index) =>
      asked[index]?.replacement === undefined &&
      change.action === 'Modify' &&
      !isReplaced(change) &&
      refersToOne(replaced, change, after)
        ? { ...change, replacement: 'Conditional' as const }
        : change,
    );
    if (next.every((change, index) => change === changes[index])) return changes;
    changes = next;
  }
  return changes;
}

function refersToOne(replaced: ReadonlySet<string>, { logicalId, type }: Change, after: Side): boolean {
  const known = Object.hasOwn(REPLACING_PROPERTIES, type) ? REPLACING_PROPERTIES[type] : undefined;
  const resource = after.template?.resources.get(logicalId);
  return [...(known?.replaces ?? []), ...(known?.mayReplace ?? [])].some((name) => {
    const value = knownValue(child(resource?.properties, name), after.parameters);
    return value !== undefined && [...value.mentions].some((id) => replaced.has(id));
  });
}

/**
 * CloudFormation reports Conditional where a Ref to a changing resource might change. It does not change unless that
 * resource is replaced, since its physical ID stays. Source: CloudFormation User Guide, "Update behaviors of stack
 * resources".
 */
function withoutFalseAlarms(changes: readonly Change[]): Change[] {
  const byId = new Map(changes.map((change) => [change.logicalId, change]));
  const isHarmless = (change: Change, seen: readonly string[] = []): boolean => {
    if (change.action === 'Modify' && !isReplaced(change)) return true;
    if (change.action !== 'Modify' || change.replacement === 'True') return false;
    const recreating = (change.causes ?? []).filter(({ recreation }) => recreation !== 'Never');
    return (
      recreating.length > 0 &&
      recreating.every(({ source, entity }) => {
        const cause = entity === undefined ? undefined : byId.get(entity);
        if (source !== 'ResourceReference' || !cause || seen.includes(cause.logicalId)) return false;
        return isHarmless(cause, [...seen, change.logicalId]);
      })
    );
  };
  return changes.map((change) =>
    change.replacement === 'Conditional' && isHarmless(change)
      ? { ...change, replacement: 'False' as const }
      : change,
  );
}

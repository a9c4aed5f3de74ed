// Listener rule priorities that an update would give to one rule while another still has them.
//
// CloudFormation updates each rule separately, in no reliable order, and deletes last: ELB refuses a priority that is
// in use (PriorityInUse), and the whole update is rolled back. Moving to a free priority is safe.
import { PRIORITY } from '../../alb/limits.ts';
import { child, text, type Node } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';
import type { Problem } from '../../common/known-error.ts';
import type { Deployment } from './before-sending.ts';

const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/** A rule in a template, with a literal priority. */
export interface PlannedRule {
  readonly logicalId: string;
  /** Its ListenerArn: priorities are unique per listener. */
  readonly listener: string;
  readonly priority: number;
}

export interface Collision {
  readonly rule: PlannedRule;
  /** Its current priority; undefined for a new rule. */
  readonly deployed: number | undefined;
  /** The deployed rule that has the priority it would get. */
  readonly holder: PlannedRule;
}

/** The rules of a template whose priority and listener can be read from it. */
function rulesIn({ resources }: Pick<Template, 'resources'>): PlannedRule[] {
  return [...resources.values()].flatMap(({ id, type, properties }): PlannedRule[] => {
    if (type !== RULE) return [];
    const listener = listenerOf(child(properties, 'ListenerArn'));
    const priority = text(child(properties, 'Priority'));
    if (listener === undefined || priority === undefined || !/^\d+$/.test(priority)) return [];
    return [{ logicalId: id, listener, priority: Number(priority) }];
  });
}

const listenerOf = (node: Node | undefined): string | undefined => text(node) ?? text(child(node, 'Ref'));

/** Collisions that an update would cause. Rules are matched by logical ID. */
function collisions(planned: readonly PlannedRule[], deployed: readonly PlannedRule[]): Collision[] {
  return planned.flatMap((rule): Collision[] => {
    const now = deployed.find(({ logicalId }) => logicalId === rule.logicalId);
    const holder = deployed.find(
      (other) =>
        other.logicalId !== rule.logicalId &&
        other.listener === rule.listener &&
        other.priority === rule.priority,
    );
    return holder ? [{ rule, deployed: now?.priority, holder }] : [];
  });
}

/**
 * Priorities that leave deployed rules as they are and put new rules between their neighbours in the order of the
 * template. Undefined if the order of deployed rules changes, or no priority is free.
 */
function keptPriorities(
  planned: readonly PlannedRule[],
  deployed: readonly PlannedRule[],
): PlannedRule[] | undefined {
  const kept: PlannedRule[] = [];
  for (const listener of new Set(planned.map((rule) => rule.listener))) {
    const own = planned
      .filter((rule) => rule.listener === listener)
      .toSorted((left, right) => left.priority - right.priority);
    const there = deployed.filter((rule) => rule.listener === listener);
    const held = new Set(there.map(({ priority }) => priority));
    const nowOf = ({ logicalId }: PlannedRule) =>
      there.find((rule) => rule.logicalId === logicalId)?.priority;
    let before = 0;
    for (const [index, rule] of own.entries()) {
      const next = own
        .slice(index + 1)
        .map(nowOf)
        .find((number) => number !== undefined);
      const priority = nowOf(rule) ?? freeBetween(before, next, rule.priority, held);
      if (priority === undefined || priority <= before) return undefined;
      kept.push({ ...rule, priority });
      before = priority;
    }
  }
  return kept;
}

/** Room for more rules after the last one. */
const STEP = 100;

/** The wanted priority if it is free and in range, else one near the middle. */
function freeBetween(
  before: number,
  next: number | undefined,
  wanted: number,
  held: ReadonlySet<number>,
): number | undefined {
  const end = next ?? PRIORITY.max + 1;
  const isFree = (number: number) => number > before && number < end && !held.has(number);
  if (isFree(wanted)) return wanted;
  const middle = next === undefined ? before + STEP : Math.floor((before + next) / 2);
  for (let number = middle; number > before; number--) if (isFree(number)) return number;
  for (let number = middle; number < end; number++) if (isFree(number)) return number;
  return undefined;
}

/** A problem if rules would collide in the update, with priorities that leave deployed rules as they are. */
export function rulePriorities({ template, deployed }: Pick<Deployment, 'template' | 'deployed'>): Problem[] {
  if (!template || !deployed) return [];
  const planned = rulesIn(template);
  const there = rulesIn(deployed);
  const found = collisions(planned, there);
  if (found.length === 0) return [];
  const kept = keptPriorities(planned, there);
  return [
    {
      what: 'The update gives listener rules priorities that other rules still have: ELB would refuse them, and the update would be rolled back.',
      details: found.map(
        ({ rule, deployed: now, holder }) =>
          `${rule.logicalId} (${now === undefined ? 'new' : `now ${now}`}) would get ${rule.priority}, that of ${holder.logicalId}.`,
      ),
      allowed: 'priorities that no deployed rule has, or those that the rules have now',
      remedy: kept
        ? `Keep what is deployed. The lines for the routes of these rules: ${linesOf(kept).join('; ')}.`
        : 'Two rules that change places need two deployments: give one of them a free number first.',
    },
  ];
}

/** Each priority once: rules on a second listener have the same ones. */
const linesOf = (rules: readonly PlannedRule[]): string[] => [
  ...new Map(
    rules.map(({ logicalId, priority }) => [priority, `priority: ${priority} (${logicalId})`]),
  ).values(),
];

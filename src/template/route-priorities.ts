// Priorities of rules that are deployed, beside those of a template.
//
// A stack updates each rule by itself and in no order that can be relied on: one that moves to a number which another still
// holds is refused by ELB, and the update is rolled back. So numbers that are deployed stay, and the config names them.
import { PRIORITY } from '../alb/limits.ts';
import { forwardingListeners, PRIORITY_STEP, routingOf } from '../config/routing.ts';
import type { Config } from '../config/schema/index.ts';
import { ruleId } from './names.ts';

/** A rule of a stack that is deployed. */
export interface DeployedRule {
  readonly logicalId: string;
  readonly priority: number;
}

/** A rule whose number would change. */
export interface MovedRule {
  readonly logicalId: string;
  /** The name of its route; undefined for the sockets. */
  readonly route: string | undefined;
  readonly deployed: number;
  readonly wanted: number;
}

/** A new rule on a number that a deployed one holds: it is created before the other goes. */
export interface TakenPriority {
  readonly logicalId: string;
  readonly priority: number;
  readonly holder: string;
}

export interface PriorityRefusal {
  readonly moved: readonly MovedRule[];
  readonly taken: readonly TakenPriority[];
  /** What the routes of the config need, in the order of the list: `priority: 100`, for each that has none or another. */
  readonly lines: readonly { readonly route: string; readonly priority: number }[];
  /** Why the lines cannot keep the numbers; undefined when they can. */
  readonly impossible?: string;
}

/**
 * Whether an update would change the priorities of rules that are deployed, and which `priority:` lines keep them.
 * Undefined when no number changes; rules that are new or go away are not in the way, unless a new one takes a number that
 * is held.
 */
export function priorityRefusal(
  config: Config,
  deployed: readonly DeployedRule[],
): PriorityRefusal | undefined {
  const { rules } = routingOf(config);
  const now = new Map(deployed.map(({ logicalId, priority }) => [logicalId, priority]));
  const wanted = forwardingListeners(config).flatMap(({ protocol }) =>
    rules.map(({ route, priority }) => ({ logicalId: ruleId(route, protocol), route, priority })),
  );
  const moved = wanted.flatMap(({ logicalId, route, priority }): MovedRule[] => {
    const at = now.get(logicalId);
    return at === undefined || at === priority ? [] : [{ logicalId, route, deployed: at, wanted: priority }];
  });
  // Each listener has its own numbers: only a rule on the same one is in the way.
  const taken = wanted.flatMap(({ logicalId, priority }): TakenPriority[] => {
    if (now.has(logicalId)) return [];
    const holder = deployed.find(
      (rule) => rule.priority === priority && sameListener(rule.logicalId, logicalId),
    );
    return holder ? [{ logicalId, priority, holder: holder.logicalId }] : [];
  });
  if (moved.length === 0 && taken.length === 0) return undefined;
  return { moved, taken, ...keep(config, now) };
}

const sameListener = (left: string, right: string): boolean =>
  left.endsWith('HTTPRule') === right.endsWith('HTTPRule');

/** Numbers for every route: what is deployed keeps its own, a new one is put between its neighbours. */
function keep(
  config: Config,
  now: ReadonlyMap<string, number>,
): Pick<PriorityRefusal, 'lines' | 'impossible'> {
  const { rules } = routingOf(config);
  const [listener] = forwardingListeners(config);
  const numbers = rules.map(({ route }) => now.get(ruleId(route, listener?.protocol ?? 'HTTPS')));
  const held = new Set(now.values());
  const lines: { route: string; priority: number }[] = [];
  let before = 0;
  for (const [index, { route, priority }] of rules.entries()) {
    const next = numbers.slice(index + 1).find((number) => number !== undefined);
    const own = numbers[index] ?? between(before, next, priority, held);
    if (own === undefined || own <= before)
      return {
        lines: [],
        impossible:
          own === undefined
            ? `there is no number left between ${before} and ${next} for ${route ?? 'the sockets'}`
            : `${route ?? 'the sockets'} would come after a rule that is tried later today: let two routes change places in two deployments, the first to numbers that are free`,
      };
    before = own;
    if (route !== undefined) lines.push({ route, priority: own });
  }
  return { lines };
}

/** The number that the config means if it is free there, else one in the middle; none that is held. */
function between(
  before: number,
  next: number | undefined,
  wanted: number,
  held: ReadonlySet<number>,
): number | undefined {
  const end = next ?? PRIORITY.max + 1;
  const isFree = (number: number) => number > before && number < end && !held.has(number);
  if (isFree(wanted)) return wanted;
  const middle = next === undefined ? before + PRIORITY_STEP : Math.floor((before + next) / 2);
  for (let number = middle; number > before; number--) if (isFree(number)) return number;
  for (let number = middle; number < end; number++) if (isFree(number)) return number;
  return undefined;
}

/** The refusal for a person: what would move, and what to write. */
export function describeRefusal({ moved, taken, lines, impossible }: PriorityRefusal): string[] {
  return [
    'The update would fail: it gives a rule a priority that another rule still holds.',
    ...moved.map(
      ({ logicalId, deployed, wanted }) => `  ${logicalId} has ${deployed} now, and would get ${wanted}.`,
    ),
    ...taken.map(
      ({ logicalId, priority, holder }) =>
        `  ${logicalId} is new and would get ${priority}, that of ${holder}.`,
    ),
    ...(impossible === undefined
      ? [
          'Nothing was changed. These lines in the config keep the priorities as they are:',
          'routes:',
          ...lines.flatMap(({ route, priority }) => [`  - name: ${route}`, `    priority: ${priority}`]),
        ]
      : [`Nothing was changed. No priorities keep the order of the config: ${impossible}.`]),
  ];
}

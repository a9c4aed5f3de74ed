// Steps that change the order in which ELB tries the rules of a listener.
import type { ListenerRule } from '../../alb/topology/types.ts';
import { ownStack, ownerOf, ownerWords } from '../evidence/owner.ts';
import type { Context, Step } from '../diagnosis.ts';
import type { Observations } from '../observations/observations.ts';
import { aws } from './commands.ts';

/**
 * Moves rules to just before another one. The listener keeps its set of priorities, so that no number can be taken, and
 * the rules in between stay in their order.
 *
 * @param rules - all numbered rules of the listener, in ELB's order
 */
export function moveBefore(
  moved: readonly ListenerRule<string>[],
  before: ListenerRule<string>,
  rules: readonly ListenerRule<string>[],
  observed: Observations,
  context: Context,
): Step[] {
  const owner = ownerOf(observed);
  const many = moved.length > 1;
  const words = `Let ELB try ${many ? 'them' : 'it'} before rule ${Number(before.priority)}`;
  if (owner?.kind === 'kubernetes')
    return [
      {
        kind: 'fix',
        words: `${words}: change the order of the paths in ${ownerWords(owner)}, whose controller sets the priorities and undoes what is changed here.`,
      },
    ];
  const rest = rules.filter((rule) => !moved.includes(rule));
  const place = rest.indexOf(before);
  const ordered = [...rest.slice(0, place), ...moved, ...rest.slice(place)];
  const changed = ordered.flatMap((rule, index) => {
    const priority = Number(rules[index]?.priority);
    return priority === rule.priority ? [] : [`RuleArn=${rule.key},Priority=${priority}`];
  });
  return [
    {
      kind: 'fix',
      words: `${words}; the priorities are handed out in the new order:`,
      command: aws(context, 'elbv2', 'set-rule-priorities', '--rule-priorities', ...changed),
    },
    ...keepOrder(observed),
  ];
}

/** Where the owner of the load balancer keeps the order. */
function keepOrder(observed: Observations): Step[] {
  const owner = ownerOf(observed);
  if (!owner) return [];
  return [
    {
      kind: 'fix',
      words: ownStack(observed)
        ? 'Keep the order in the config (priority of the routes), or the next deployment may put the old one back.'
        : `Keep the order in ${owner.kind === 'cloudformation' ? `the template of the stack ${owner.stack}` : ownerWords(owner)} too, or its next update may put the old one back.`,
    },
  ];
}

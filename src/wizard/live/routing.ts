// Converts the rules of a live load balancer to `target` and `routes`.
import { SOCKETS_PRIORITY, PRIORITY_STEP } from '../../config/routing.ts';
import { compareListeners } from './compare-listeners.ts';
import type { Draft, Live, LiveTargetGroup } from './live.ts';
import type { ForwardingListeners } from './listeners.ts';
import { planOf, type Plan } from './plan.ts';
import { nameOfConditions, nameOfGroup, RouteNames } from './route-names.ts';
import { routeTarget } from './route-target.ts';
import { ruleWords } from './rule-words.ts';
import { socketsGroup } from './sockets.ts';
import { writeTarget } from './targets.ts';

/** Name for the OIDC client secret: a config needs one, and ELB does not reveal secrets. */
const SECRET = 'oidc-client-secret';

/** The ARNs of the target groups that the config contains. */
export interface WrittenGroups {
  readonly sockets: string | undefined;
  readonly routes: readonly string[];
}

/** Sets `target`, `healthCheck` and `routes`. */
export function writeRouting(draft: Draft, live: Live, { main, other }: ForwardingListeners): WrittenGroups {
  const found = main && socketsGroup(draft, live, main);
  if (!found) {
    draft.leave('a target group: no listener forwards to one');
    for (const rule of main?.rules ?? [])
      if (main && !rule.rule.isDefault) draft.leave(ruleWords(main, rule));
    return { sockets: undefined, routes: [] };
  }
  const sockets = found.description.TargetGroupArn ?? '';
  const plan = planOf(draft, main, { sockets, secret: SECRET, all: live.targetGroups });
  writeTarget(draft, found, live);
  const { ProtocolVersion = 'HTTP1', TargetGroupName } = found.description;
  if (ProtocolVersion !== 'HTTP1')
    draft.leave(`${ProtocolVersion} of the target group ${TargetGroupName}: no socket can be opened over it`);
  draft.set('target.paths', plan.sockets?.conditions.paths);
  draft.set('target.hosts', plan.sockets?.conditions.hosts);
  draft.set('target.authenticate', plan.sockets?.actions.authenticate);
  if (plan.routes.length > 0) draft.set('routes', routesOf(draft, live, plan, found));
  if (other) compareListeners(draft, main, other);
  const groups = plan.routes.flatMap(({ group }) => group ?? []);
  for (const { description } of live.targetGroups)
    if (![sockets, ...groups].includes(description.TargetGroupArn ?? ''))
      draft.leave(`the target group ${description.TargetGroupName}`);
  return { sockets, routes: groups };
}

function routesOf(draft: Draft, live: Live, plan: Plan, sockets: LiveTargetGroup): Record<string, unknown>[] {
  const names = new RouteNames();
  const priorities = prioritiesOf(draft, plan);
  return plan.routes.map((route, index) => {
    const group = live.targetGroups.find(({ description }) => description.TargetGroupArn === route.group);
    const { redirect, fixedResponse, authenticate } = route.actions;
    const wanted = group ? nameOfGroup(group) : nameOfConditions(route.conditions);
    const priority = priorities[index];
    return {
      name: names.name(wanted, route.priority === undefined ? 'rest' : `rule-${route.priority}`),
      ...route.conditions,
      ...(priority !== undefined && { priority }),
      ...(authenticate && { authenticate }),
      ...(redirect && { redirect }),
      ...(fixedResponse && { fixedResponse }),
      ...(group && routeTarget(draft, live, group, sockets.description.TargetType)),
    };
  });
}

/** The priorities that must be written because they differ from those a config would assign. */
function prioritiesOf(draft: Draft, { routes, sockets }: Plan): (number | undefined)[] {
  const hasRule = Object.keys(sockets?.conditions ?? {}).length > 0;
  const low = routes.flatMap(({ priority = Infinity }) =>
    hasRule && priority <= SOCKETS_PRIORITY ? priority : [],
  );
  if (low.length > 0) {
    draft.leave(
      `the priorities of the routes, which are numbered ${PRIORITY_STEP}, ${2 * PRIORITY_STEP} and so on: in a config the sockets have priority ${SOCKETS_PRIORITY}, and ${low.join(', ')} would come first`,
    );
    return [];
  }
  let before = 0;
  return routes.map(({ priority }) => {
    const usual = before + PRIORITY_STEP;
    before = priority ?? before;
    return priority === usual ? undefined : priority;
  });
}

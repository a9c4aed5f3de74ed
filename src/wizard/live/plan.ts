// Decides which rules of a live listener become the rule for the sockets, and which become routes. A config has one
// rule per target group; consecutive rules that differ only in one list of alternatives are merged.
import type { Draft, LiveListener, LiveTargetGroup, ReadRule } from './live.ts';
import { readActions, type ReadActions } from './actions.ts';
import { either, readConditions, type Conditions } from './conditions.ts';
import { ruleWords } from './rule-words.ts';

/** A rule that a config can express. */
export interface Planned {
  /** The ARN of the target group that it forwards to. */
  readonly group: string | undefined;
  readonly conditions: Conditions;
  readonly actions: ReadActions;
  /** Undefined for the one that takes all other requests. */
  readonly priority: number | undefined;
}

export interface Plan {
  /** The rule for the sockets; has no conditions if they take all other requests. */
  readonly sockets: Planned | undefined;
  readonly routes: readonly Planned[];
}

type Growing = { -readonly [Key in keyof Plan]: Plan[Key] };

interface Groups {
  /** The ARN of the target group that carries the sockets. */
  readonly sockets: string;
  readonly all: readonly LiveTargetGroup[];
}

/** @param groups also contains the name for the OIDC client secret */
export function planOf(
  draft: Draft,
  listener: LiveListener,
  { secret, ...groups }: Groups & { readonly secret: string },
): Plan {
  const plan: Growing = { routes: [], sockets: undefined };
  const last = listener.rules.find(({ rule }) => rule.isDefault);
  const rest = last && readActions(last.description.Actions, secret);
  for (const read of listener.rules) {
    if (read === last) continue;
    const words = ruleWords(listener, read);
    const actions = readActions(read.description.Actions, secret);
    const inexpressible = [...actions.inexpressible, ...rewrites(read)];
    const problem = take(plan, inexpressible, read, actions, rest?.group, groups);
    const isOpen = problem !== undefined && actions.authenticate !== undefined;
    if (problem === undefined) for (const each of inexpressible) draft.leave(`${words}: ${each}`);
    else draft.leave(`${words}: ${problem}${isOpen ? '. WITHOUT IT NOBODY IS ASKED TO SIGN IN' : ''}`);
  }
  if (last && rest) {
    const words = ruleWords(listener, last);
    const problem = takeRest(plan, rest, groups);
    for (const each of problem === undefined ? rest.inexpressible : [problem])
      draft.leave(`${words}: ${each}`);
  }
  return plan;
}

const rewrites = ({ description: { Transforms = [] } }: ReadRule): string[] =>
  Transforms.length === 0 ? [] : ['its host or URL rewrites'];

/** Adds a rule to the plan, or returns why it cannot. */
function take(
  plan: Growing,
  left: string[],
  { rule }: ReadRule,
  actions: ReadActions,
  rest: string | undefined,
  { sockets, all }: Groups,
): string | undefined {
  const { conditions, inexpressible } = readConditions(rule);
  const { group, refused } = actions;
  if (refused !== undefined) return refused;
  if (group !== undefined && group === rest)
    return 'it forwards to the same target group as the default rule, and a config has one rule per target group';
  const one: Planned = { group, conditions, actions, priority: Number(rule.priority) };
  if (group === sockets) return takeSockets(plan, left, one, inexpressible);
  if (inexpressible.length > 0) return `a route has no key for ${inexpressible.join(' and ')}`;
  return otherTargets(group, all) ?? takeRoute(plan, one);
}

/** Why a config cannot contain this target group; undefined if it can. */
function otherTargets(arn: string | undefined, all: readonly LiveTargetGroup[]): string | undefined {
  if (arn === undefined) return undefined;
  const type = all.find(({ description }) => description.TargetGroupArn === arn)?.description.TargetType;
  if (type === undefined) return 'its target group could not be read';
  return type === 'instance' || type === 'ip'
    ? undefined
    : `its targets are of type ${type}, but a route can only have instances or addresses`;
}

function takeSockets(
  plan: Growing,
  left: string[],
  one: Planned,
  inexpressible: readonly string[],
): string | undefined {
  const { paths, hosts, ...others } = one.conditions;
  const more = [...Object.keys(others), ...inexpressible];
  if (!paths && !hosts)
    return `the rule for the sockets can only have paths and hosts, no ${more.join(' and no ')}`;
  const own = { ...(paths && { paths }), ...(hosts && { hosts }) };
  const before = plan.sockets;
  const both = before ? isSame(before.actions, one.actions) && either(before.conditions, own) : own;
  if (!both) return 'the sockets can only have one rule, which already has other conditions';
  for (const each of more) left.push(`${each}: any request with that path and host goes to the sockets`);
  if (plan.routes.length > 0) left.push('its position: a config tries the rule for the sockets first');
  plan.sockets = { ...(before ?? one), conditions: both };
  return undefined;
}

function takeRoute(plan: Growing, one: Planned): string | undefined {
  const before = plan.routes.find(({ group }) => group !== undefined && group === one.group);
  if (!before) {
    plan.routes = [...plan.routes, one];
    return undefined;
  }
  const both =
    before === plan.routes.at(-1) &&
    isSame(before.actions, one.actions) &&
    either(before.conditions, one.conditions);
  if (!both) return 'another route already has its target group, and each route needs its own';
  plan.routes = [...plan.routes.slice(0, -1), { ...before, conditions: both }];
  return undefined;
}

/** Plans the default rule, which goes to the sockets if they have no other rule. */
function takeRest(plan: Growing, actions: ReadActions, { sockets, all }: Groups): string | undefined {
  const { group, refused, fixedResponse, authenticate } = actions;
  const rest: Planned = { group, conditions: {}, actions, priority: undefined };
  if (group === sockets) {
    plan.sockets = rest;
    return refused;
  }
  if (!plan.sockets) return 'the sockets take all other requests, because no rule for them can be written';
  const problem = refused ?? otherTargets(group, all);
  if (problem !== undefined) return problem;
  const isNotFound = JSON.stringify(fixedResponse) === '{"statusCode":404}' && !authenticate;
  // This is what a config does by default.
  if (!isNotFound) plan.routes = [...plan.routes, rest];
  return undefined;
}

const isSame = (left: ReadActions, right: ReadActions): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

// Which rules of a live listener become the rule of the sockets, and which become routes. A config has one rule for each
// target group; rules that differ in a list of alternatives only, and follow each other, are one.
import type { Draft, LiveListener, LiveTargetGroup, ReadRule } from './live.ts';
import { readActions, type ReadActions } from './actions.ts';
import { either, readConditions, type Conditions } from './conditions.ts';
import { ruleWords } from './rule-words.ts';

/** A rule that a config can say. */
export interface Planned {
  /** The ARN of the target group that it forwards to. */
  readonly group: string | undefined;
  readonly conditions: Conditions;
  readonly actions: ReadActions;
  /** Undefined for what takes the rest. */
  readonly priority: number | undefined;
}

export interface Plan {
  /** Of the sockets; without conditions when they take the rest. */
  readonly sockets: Planned | undefined;
  readonly routes: readonly Planned[];
}

type Growing = { -readonly [Key in keyof Plan]: Plan[Key] };

interface Groups {
  /** The ARN of the target group that carries them. */
  readonly sockets: string;
  readonly all: readonly LiveTargetGroup[];
}

/** @param groups with the name that a secret of OIDC gets */
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
    const unsaid = [...actions.unsaid, ...rewrites(read)];
    const problem = take(plan, unsaid, read, actions, rest?.group, groups);
    const isOpen = problem !== undefined && actions.authenticate !== undefined;
    if (problem === undefined) for (const each of unsaid) draft.leave(`${words}: ${each}`);
    else draft.leave(`${words}: ${problem}${isOpen ? '. WITHOUT IT NOBODY IS ASKED TO SIGN IN' : ''}`);
  }
  if (last && rest) {
    const words = ruleWords(listener, last);
    const problem = takeRest(plan, rest, groups);
    for (const each of problem === undefined ? rest.unsaid : [problem]) draft.leave(`${words}: ${each}`);
  }
  return plan;
}

const rewrites = ({ description: { Transforms = [] } }: ReadRule): string[] =>
  Transforms.length === 0 ? [] : ['what it rewrites before a request reaches its target'];

/** Puts a rule into the plan; else returns why not. */
function take(
  plan: Growing,
  left: string[],
  { rule }: ReadRule,
  actions: ReadActions,
  rest: string | undefined,
  { sockets, all }: Groups,
): string | undefined {
  const { conditions, unsaid } = readConditions(rule);
  const { group, refused } = actions;
  if (refused !== undefined) return refused;
  if (group !== undefined && group === rest)
    return 'it goes where the default rule goes, and a config has one rule for each target group';
  const one: Planned = { group, conditions, actions, priority: Number(rule.priority) };
  if (group === sockets) return takeSockets(plan, left, one, unsaid);
  if (unsaid.length > 0) return `a route has no key for ${unsaid.join(' and ')}`;
  return otherTargets(group, all) ?? takeRoute(plan, one);
}

/** Why a target group cannot be one of a config. */
function otherTargets(arn: string | undefined, all: readonly LiveTargetGroup[]): string | undefined {
  if (arn === undefined) return undefined;
  const type = all.find(({ description }) => description.TargetGroupArn === arn)?.description.TargetType;
  if (type === undefined) return 'its target group could not be looked at';
  return type === 'instance' || type === 'ip'
    ? undefined
    : `its targets are of type ${type}, and a route has instances or addresses`;
}

function takeSockets(
  plan: Growing,
  left: string[],
  one: Planned,
  unsaid: readonly string[],
): string | undefined {
  const { paths, hosts, ...others } = one.conditions;
  const more = [...Object.keys(others), ...unsaid];
  if (!paths && !hosts)
    return `the rule of the sockets has paths and hosts only, no ${more.join(' and no ')}`;
  const own = { ...(paths && { paths }), ...(hosts && { hosts }) };
  const before = plan.sockets;
  const both = before ? isSame(before.actions, one.actions) && either(before.conditions, own) : own;
  if (!both) return 'the sockets have one rule, and it has other conditions';
  for (const each of more) left.push(`${each}: whatever has the path and host goes to the sockets`);
  if (plan.routes.length > 0) left.push('when it is tried: a config tries the rule of the sockets first');
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
  if (!both) return 'a route has its target group already, and each has a group of its own';
  plan.routes = [...plan.routes.slice(0, -1), { ...before, conditions: both }];
  return undefined;
}

/** What the default rule does is left to the sockets when they have no rule of their own. */
function takeRest(plan: Growing, actions: ReadActions, { sockets, all }: Groups): string | undefined {
  const { group, refused, fixedResponse, authenticate } = actions;
  const rest: Planned = { group, conditions: {}, actions, priority: undefined };
  if (group === sockets) {
    plan.sockets = rest;
    return refused;
  }
  if (!plan.sockets) return 'the sockets take the rest, because no rule of theirs can be written';
  const problem = refused ?? otherTargets(group, all);
  if (problem !== undefined) return problem;
  const isNotFound = JSON.stringify(fixedResponse) === '{"statusCode":404}' && !authenticate;
  // A config answers so by itself.
  if (!isNotFound) plan.routes = [...plan.routes, rest];
  return undefined;
}

const isSame = (left: ReadActions, right: ReadActions): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

// Whether two rules mean the same. If that depends on something unknown, the result is undefined, which never counts as
// a difference.
import { UNKNOWN } from '../../alb/setting.ts';
import { TERMINAL_ACTIONS } from '../../alb/topology/reach.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { Action, Condition, ListenerRule, Value } from '../../alb/topology/types.ts';

type Rule = ListenerRule<unknown>;

/** Order and repetition within conditions do not matter, nor does the case of hosts and header names. */
export function sameConditions(
  { conditions: left }: Pick<Rule, 'conditions'>,
  { conditions: right }: Pick<Rule, 'conditions'>,
): boolean | undefined {
  const [one, other] = [normalConditions(left), normalConditions(right)];
  return one === undefined || other === undefined ? undefined : one === other;
}

function normalConditions(conditions: Rule['conditions']): string | undefined {
  if (conditions === UNKNOWN) return undefined;
  const each = conditions.map(normalCondition);
  const known = each.filter((one) => one !== undefined);
  return known.length < each.length ? undefined : JSON.stringify(known.toSorted());
}

function normalCondition({ field, header, values, regexes }: Condition<unknown>): string | undefined {
  const both: readonly Value<readonly Value<string>[]>[] = [values, regexes];
  const lists = both.map((list) => {
    if (list === UNKNOWN || list.includes(UNKNOWN)) return undefined;
    const all = list.map((value) => (field === 'host-header' ? String(value).toLowerCase() : String(value)));
    return [...new Set(all)].toSorted();
  });
  if (field === UNKNOWN || header === UNKNOWN || lists.includes(undefined)) return undefined;
  return JSON.stringify([field, header?.toLowerCase() ?? '', ...lists]);
}

/**
 * The actions of a rule as a text that is equal for equal actions, apart from the groups of a forward:
 * `authenticate-oidc (deny), redirect to https://#{host}:443/#{path}?#{query} with HTTP_301`
 */
export function actionsText(
  { actions }: Pick<Rule, 'actions'>,
  forward: (action: Action<unknown>) => string,
): string {
  if (actions === UNKNOWN) return UNKNOWN_WORDS;
  return actions.map((action) => actionText(action, forward)).join(', ');
}

const UNKNOWN_WORDS = 'unknown';
const known = (value: Value<string | undefined> | undefined): string =>
  value === UNKNOWN ? UNKNOWN_WORDS : (value ?? '');

function actionText(action: Action<unknown>, forward: (action: Action<unknown>) => string): string {
  const { type, redirect, fixedResponse, onUnauthenticated } = action;
  if (type === 'forward') return forward(action);
  if (redirect) {
    const { protocol, host, port, path, query, statusCode } = redirect;
    const url = `${known(protocol).toLowerCase()}://${known(host)}:${known(port)}${known(path)}`;
    return `redirect to ${url}${known(query) === '' ? '' : `?${known(query)}`} with ${known(statusCode)}`;
  }
  if (fixedResponse) {
    const { statusCode, contentType, body } = fixedResponse;
    const text =
      known(body) === '' ? 'no body' : `the body ${JSON.stringify(known(body))} as ${known(contentType)}`;
    return `fixed response ${known(statusCode)} with ${text}`;
  }
  const unauthenticated = onUnauthenticated === undefined ? '' : ` (${known(onUnauthenticated)})`;
  return `${known(type)}${unauthenticated}`;
}

/** Whether part of its actions is unknown. */
export const hasUnknown = ({ actions }: Pick<Rule, 'actions'>): boolean =>
  actions === UNKNOWN ||
  actions.some(
    (action) =>
      action.type === UNKNOWN ||
      action.onUnauthenticated === UNKNOWN ||
      weightedGroups(action).some(({ group }) => group === UNKNOWN) ||
      [...Object.values(action.redirect ?? {}), ...Object.values(action.fixedResponse ?? {})].includes(
        UNKNOWN,
      ),
  );

/** The groups that a rule forwards to, whatever their weights; empty if it does not forward. */
export const groupsOf = ({ actions }: Pick<Rule, 'actions'>): string[] =>
  actions === UNKNOWN
    ? []
    : actions
        .filter(({ type }) => type !== UNKNOWN && TERMINAL_ACTIONS.has(type))
        .flatMap((action) =>
          weightedGroups(action).flatMap(({ group }) => (group === UNKNOWN ? [] : [group])),
        );

// Conditions and actions of a config's rules, in topology form.
import type { Action, Condition } from '../alb/topology/types.ts';
import { formatKey, type Path } from './path.ts';
import { FIRST_WEIGHTS, type RoutingAction, type RoutingRule } from './routing.ts';
import type { ConfiguredGroup } from './target-groups.ts';

/** The key of a target group in the topology: the config key that describes it. */
export const groupKey = ({ at, isAlternate }: Pick<ConfiguredGroup, 'at' | 'isAlternate'>): string =>
  `${formatKey([...at, 'target'])}${isAlternate ? ' (alternate)' : ''}`;

/** A condition of a rule. */
export const conditionOf = ({ field, at, header, parameter, values }: RoutingRule['conditions'][number]) =>
  ({
    where: at,
    field,
    ...(header !== undefined && { header }),
    values: parameter === undefined ? values : values.map((value) => `${parameter}=${value}`),
    regexes: [],
  }) satisfies Condition<Path>;

/** The actions of a rule, in order. */
export function actionsOf(
  { at, action, authenticate }: RoutingRule,
  groups: readonly ConfiguredGroup[],
): Action<Path>[] {
  const last = actionOf(action, at, groups);
  if (!authenticate) return [last];
  return [
    {
      where: [...at, 'authenticate'],
      type: `authenticate-${authenticate.type}`,
      order: 1,
      onUnauthenticated: authenticate.onUnauthenticated,
    },
    { ...last, order: 2 },
  ];
}

/** The action that ends a rule. */
export function actionOf(
  action: RoutingAction,
  where: Path,
  groups: readonly ConfiguredGroup[],
): Action<Path> {
  const base = { where, type: action.type, order: undefined };
  switch (action.type) {
    case 'forward': {
      const own = groups.filter(
        ({ route, isAlternate }) => route === action.route && (action.isShifted || !isAlternate),
      );
      const weighted = own.map((group) => ({
        where,
        group: groupKey(group),
        weight: weightOf(group, action),
      }));
      return { ...base, forward: { groups: weighted, isSticky: false } };
    }
    case 'redirect': {
      const { protocol, host, port, path, query, statusCode } = action.redirect;
      return {
        ...base,
        redirect: {
          protocol: protocol ?? '#{protocol}',
          host: host ?? '#{host}',
          port: port === undefined ? '#{port}' : String(port),
          path: path ?? '/#{path}',
          query: query ?? '#{query}',
          statusCode,
        },
      };
    }
    case 'fixed-response': {
      const { statusCode, body, contentType } = action.fixedResponse;
      return { ...base, fixedResponse: { statusCode: String(statusCode), body, contentType } };
    }
  }
}

/** The weights at which ECS begins, if it shifts traffic. */
const weightOf = (
  { isAlternate }: ConfiguredGroup,
  { isShifted }: Extract<RoutingAction, { type: 'forward' }>,
): number => {
  if (!isShifted) return 1;
  return isAlternate ? FIRST_WEIGHTS.alternate : FIRST_WEIGHTS.first;
};

// Combinations of actions in a rule.
import { certain } from '../finding.ts';
import { UNKNOWN } from '../setting.ts';
import { elbApi, userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule, TopologyViolation } from '../topology-rule.ts';
import { TERMINAL_ACTIONS } from '../topology/reach.ts';
import type { Action, ListenerRule, Topology } from '../topology/types.ts';

const page = userGuide('rule-action-types');
const AUTHENTICATING = new Set(['authenticate-oidc', 'authenticate-cognito']);
const KNOWN = new Set([...TERMINAL_ACTIONS, ...AUTHENTICATING, 'jwt-validation']);

/** Makes a rule about the actions of a listener rule; it skips listener rules with an unknown action or action type. */
const aboutActions = (
  rule: Omit<TopologyRule, 'severity' | 'subject' | 'judge'>,
  judge: <Where>(
    actions: readonly Action<Where>[],
    listenerRule: ListenerRule<Where>,
  ) => readonly TopologyViolation<Where>[] | 'not-applicable',
): TopologyRule => ({
  ...rule,
  severity: 'error',
  subject: 'listener-rule',
  judge<Where>({ rules }: Topology<Where>): TopologyJudgement<Where>[] {
    return rules.map((one) => {
      const { key, actions } = one;
      if (actions === UNKNOWN || actions.some(({ type }) => type === UNKNOWN || !KNOWN.has(type)))
        return { key, verdict: 'not-applicable' };
      const found = judge(actions, one);
      return { key, verdict: found.length === 0 ? 'met' : found };
    });
  },
});

const isTerminal = <Where>({ type }: Action<Where>): boolean =>
  type !== UNKNOWN && TERMINAL_ACTIONS.has(type);

export const ruleActionsTerminal = aboutActions(
  {
    code: 'rule-actions-terminal',
    title: 'Actions that do not end in one forward, redirect or fixed-response',
    why: 'A rule has exactly one of forward, redirect and fixed-response, and performs it last.',
    source: page,
    basis: certain('the user guide'),
    words: ({ found, isNotLast }) => ({
      what: isNotLast
        ? `${found} is not the last action by its Order.`
        : found === ''
          ? 'No action forwards, redirects or answers.'
          : `The actions are ${found}.`,
      allowed: 'one of forward, redirect and fixed-response, at the end',
      remedy: 'Keep one of them, with the highest Order.',
    }),
  },
  (actions, { where }) => {
    const terminal = actions.filter(isTerminal);
    const [only, second] = terminal;
    if (!only || second) {
      const found = terminal.map(({ type }) => String(type)).join(' and ');
      return [{ where: second?.where ?? where, args: { found } }];
    }
    const orders = actions.map(({ order }) => order);
    if (orders.some((order) => typeof order !== 'number')) return [];
    const isLast = actions.every(({ order }) => Number(order) <= Number(only.order));
    return isLast ? [] : [{ where: only.where, args: { found: String(only.type), isNotLast: 1 } }];
  },
);

export const ruleActionsOrder = aboutActions(
  {
    code: 'rule-actions-order',
    title: 'Several actions without distinct orders',
    why: 'As soon as there are several actions, ELB requires an Order for each, and no two may be equal.',
    source: elbApi('Action'),
    basis: certain('the API reference'),
    words: ({ order }) => ({
      what: order === undefined ? 'An action has no Order.' : `Two actions have Order ${order}.`,
      allowed: '1–50000, each once; the lowest is performed first',
      remedy: 'Number the actions, the forward, redirect or fixed-response last.',
    }),
  },
  (actions) => {
    if (actions.length < 2) return [];
    const missing = actions.find(({ order }) => order === undefined);
    if (missing) return [{ where: missing.where, args: {} }];
    const seen = new Set<number>();
    for (const { order, where } of actions) {
      if (typeof order !== 'number') return 'not-applicable';
      if (seen.has(order)) return [{ where, args: { order } }];
      seen.add(order);
    }
    return [];
  },
);

export const ruleActionsRepeated = aboutActions(
  {
    code: 'rule-actions-repeated',
    title: 'Two actions that authenticate',
    why: 'A rule takes one authenticate action at most.',
    source: page,
    basis: certain('the user guide'),
    words: () => ({
      what: 'The rule authenticates twice.',
      allowed: 'one of authenticate-oidc and authenticate-cognito',
      remedy: 'Keep one of them.',
    }),
  },
  (actions) => {
    const [, second] = actions.filter(({ type }) => type !== UNKNOWN && AUTHENTICATING.has(type));
    return second ? [{ where: second.where, args: {} }] : [];
  },
);

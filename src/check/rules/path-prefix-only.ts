import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { handshake, matchRule } from '../../alb/topology/match.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import type { Place } from '../place.ts';
import type { CheckRule, Judgement } from '../rule.ts';
import { isForSockets } from './socket-routes.ts';

const PREFIX = /^(\/[^*?]*[^*?/])\/\*$/;
/** Clients of these libraries request a path below the prefix. */
const WITH_SLASH = /socket\.io|engine\.io|sockjs/i;

export const rulePathPrefixOnly: CheckRule = {
  code: 'rule-path-prefix-only',
  severity: 'info',
  group: 'routing',
  title: 'Rule for sockets below a path, not at it',
  why: 'The pattern /ws/* does not match /ws, which is what most clients connect to.',
  source: userGuide('rule-condition-types'),
  basis: inferred('names and paths that mention WebSockets; clients may connect below the path alone'),
  *judge(model): Generator<Judgement> {
    const { topology } = model;
    for (const rule of topology.rules) {
      const { conditions, listener, where } = rule;
      if (rule.isDefault || !isForSockets(rule, model)) continue;
      const { resource } = where;
      const paths =
        conditions === UNKNOWN ? undefined : conditions.find(({ field }) => field === 'path-pattern');
      const values = paths?.values ?? UNKNOWN;
      if (conditions === UNKNOWN || listener === UNKNOWN || values === UNKNOWN) {
        yield { verdict: 'not-applicable', resource };
        continue;
      }
      const [only = UNKNOWN] = values;
      const path = values.length === 1 && only !== UNKNOWN ? PREFIX.exec(only)?.[1] : undefined;
      if (path === undefined || WITH_SLASH.test(path) || !paths) {
        yield { verdict: only === UNKNOWN ? 'not-applicable' : 'met', resource };
        continue;
      }
      const taker = topology.rulesOf(listener).find((one) => matchRule(one, handshake(path)) !== 'no');
      const isTaken = taker !== undefined && (!taker.isDefault || leadsAsFar(taker, rule));
      if (taker === undefined || isTaken) yield { verdict: isTaken ? 'met' : 'not-applicable', resource };
      else yield { verdict: 'violated', ...paths.where, args: { path } };
    }
  },
  words: ({ path }) => ({
    what: `The rule matches ${String(path)}/* and no rule of the listener matches ${String(path)}.`,
    remedy: `Give both values, ${String(path)} and ${String(path)}/*.`,
  }),
};

const groupsOf = ({ actions }: ListenerRule<Place>): readonly unknown[] =>
  actions === UNKNOWN ? [UNKNOWN] : actions.flatMap((one) => weightedGroups(one).map(({ group }) => group));

/** Whether the default rule forwards to a group of the other rule, or to an unknown one. */
function leadsAsFar(taker: ListenerRule<Place>, rule: ListenerRule<Place>): boolean {
  const own = groupsOf(rule);
  return groupsOf(taker).some((group) => group === UNKNOWN || own.includes(group));
}

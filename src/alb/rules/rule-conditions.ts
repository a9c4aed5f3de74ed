// Number and length of the conditions of a rule.
import { certain } from '../finding.ts';
import {
  MAX_CONDITION_LENGTH,
  MAX_CONDITION_NAME_LENGTH,
  MAX_CONDITION_VALUES,
  MAX_CONDITION_WILDCARDS,
} from '../limits.ts';
import { UNKNOWN } from '../setting.ts';
import { elbApi, userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule, TopologyViolation } from '../topology-rule.ts';
import type { Condition, ListenerRule, Topology, Value } from '../topology/types.ts';

const limits = userGuide('load-balancer-limits');
const types = userGuide('rule-condition-types');
const api = elbApi('RuleCondition');

type Violations<Where> = readonly TopologyViolation<Where>[];

/** Makes a rule about the conditions of a listener rule; it skips listener rules whose conditions are unknown. */
const aboutConditions = (
  rule: Omit<TopologyRule, 'severity' | 'subject' | 'judge'>,
  judge: <Where>(
    conditions: readonly Condition<Where>[],
    listenerRule: ListenerRule<Where>,
  ) => Violations<Where>,
): TopologyRule => ({
  ...rule,
  severity: 'error',
  subject: 'listener-rule',
  judge<Where>({ rules }: Topology<Where>): TopologyJudgement<Where>[] {
    return rules
      .filter(({ isDefault }) => !isDefault)
      .map((one) => {
        const { key, conditions } = one;
        if (conditions === UNKNOWN) return { key, verdict: 'not-applicable' };
        const found = judge(conditions, one);
        if (found.length > 0) return { key, verdict: found };
        return { key, verdict: conditions.some(isOpen) ? 'not-applicable' : 'met' };
      });
  },
});

const isOpen = <Where>({ field, values }: Condition<Where>): boolean =>
  field === UNKNOWN || values === UNKNOWN || values.includes(UNKNOWN);

const known = (values: Value<readonly Value<string>[]>): string[] =>
  values === UNKNOWN ? [] : values.filter((value) => value !== UNKNOWN);

export const ruleConditionValues = aboutConditions(
  {
    code: 'rule-condition-values',
    title: 'More values than a rule allows',
    why: 'A rule allows five values across all its conditions, and the limit cannot be raised.',
    source: limits,
    basis: certain('the quotas page'),
    words: ({ count }) => ({
      what: `The conditions have ${count} values together.`,
      allowed: `at most ${MAX_CONDITION_VALUES} over all conditions of a rule`,
      remedy: 'Split the rule into two with the same actions, or use a wildcard.',
    }),
  },
  (conditions, { where }) => {
    const count = conditions.reduce((sum, { values }) => sum + known(values).length, 0);
    const at = conditions.find(({ values }) => known(values).length > 0)?.where ?? where;
    return count > MAX_CONDITION_VALUES ? [{ where: at, args: { count } }] : [];
  },
);

export const ruleConditionWildcards = aboutConditions(
  {
    code: 'rule-condition-wildcards',
    title: 'More wildcards than a rule allows',
    why: `A rule allows ${MAX_CONDITION_WILDCARDS} wildcards across all its conditions, and the limit cannot be raised.`,
    source: limits,
    basis: certain('the quotas page'),
    words: ({ count }) => ({
      what: `The conditions have ${count} wildcards together.`,
      allowed: `at most ${MAX_CONDITION_WILDCARDS} of * and ? over all conditions of a rule`,
      remedy: 'Split the rule, or use fewer wildcards.',
    }),
  },
  (conditions, { where }) => {
    let count = 0;
    for (const { field, values } of conditions)
      if (field !== UNKNOWN && WITH_WILDCARDS.has(field))
        for (const value of known(values))
          count += value.replaceAll(/\\[*?]/g, '').match(/[*?]/g)?.length ?? 0;
    return count > MAX_CONDITION_WILDCARDS ? [{ where: conditions[0]?.where ?? where, args: { count } }] : [];
  },
);

const WITH_WILDCARDS = new Set(['host-header', 'path-pattern', 'http-header', 'query-string']);

const ONCE = new Set(['host-header', 'path-pattern', 'http-request-method', 'source-ip']);

export const ruleConditionRepeated = aboutConditions(
  {
    code: 'rule-condition-repeated',
    title: 'Two conditions of one kind',
    why: 'A rule takes one condition each for host, path, method and source; only headers and queries may be repeated.',
    source: api,
    basis: certain('the API reference'),
    words: ({ field }) => ({
      what: `The rule has two conditions ${field}.`,
      allowed: 'one condition of this kind, with several values',
      remedy: 'Put the values into one condition: any of them may match.',
    }),
  },
  (conditions) => {
    const seen = new Set<string>();
    return conditions.flatMap(({ field, where }) => {
      if (field === UNKNOWN || !ONCE.has(field)) return [];
      if (seen.has(field)) return [{ where, args: { field } }];
      seen.add(field);
      return [];
    });
  },
);

export const ruleConditionEmpty = aboutConditions(
  {
    code: 'rule-condition-empty',
    title: 'Rule without a condition, or a condition without a value',
    why: 'Only the default rule of a listener has no conditions, and a condition has at least one value.',
    source: api,
    basis: certain('the API reference'),
    words: ({ field }) => ({
      what: field === undefined ? 'The rule has no conditions.' : `The condition ${field} has no value.`,
      allowed: 'one condition at least, each with a value',
      remedy: 'Add a value; to match every path, use "/*".',
    }),
  },
  (conditions, { where }) => {
    if (conditions.length === 0) return [{ where, args: {} }];
    return conditions.flatMap(({ field, values, regexes, where: at }) => {
      if (field === UNKNOWN || values === UNKNOWN || regexes === UNKNOWN) return [];
      return values.length + regexes.length === 0 ? [{ where: at, args: { field } }] : [];
    });
  },
);

export const ruleConditionLength = aboutConditions(
  {
    code: 'rule-condition-length',
    title: 'Condition that is too long',
    why: `A value has at most ${MAX_CONDITION_LENGTH} characters, a method or the name of a header ${MAX_CONDITION_NAME_LENGTH}.`,
    source: api,
    basis: certain('the API reference'),
    words: ({ length, max, value }) => ({
      what: `${JSON.stringify(value)} has ${length} characters.`,
      allowed: `at most ${max} characters`,
      remedy: 'Shorten it, with a wildcard for example.',
    }),
  },
  (conditions) =>
    conditions.flatMap(({ field, header, values, where }) => {
      const max = field === 'http-request-method' ? MAX_CONDITION_NAME_LENGTH : MAX_CONDITION_LENGTH;
      // Key and value of a query string are measured separately.
      const texts = field === 'query-string' ? [] : known(values);
      const long = [
        ...texts.filter(({ length }) => length > max).map((value) => ({ value, max })),
        ...(typeof header === 'string' && header.length > MAX_CONDITION_NAME_LENGTH
          ? [{ value: header, max: MAX_CONDITION_NAME_LENGTH }]
          : []),
      ];
      return long.map(({ value, max: most }) => ({
        where,
        args: { value: value.slice(0, 60), length: value.length, max: most },
      }));
    }),
);

export const ruleHeaderHost = aboutConditions(
  {
    code: 'rule-header-host',
    title: 'Condition http-header on the header Host',
    why: 'ELB takes a condition on the host as host-header only.',
    source: types,
    basis: certain('the API reference'),
    words: () => ({
      what: 'An http-header condition names the header Host.',
      allowed: 'host-header',
      remedy: 'Use a condition host-header.',
    }),
  },
  (conditions) =>
    conditions.flatMap(({ header, where }) =>
      typeof header === 'string' && header.toLowerCase() === 'host' ? [{ where, args: {} }] : [],
    ),
);

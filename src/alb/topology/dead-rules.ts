// Rules that can never match.
import { UNKNOWN } from '../setting.ts';
import { coversPattern } from './patterns.ts';
import type { Condition, ListenerRule, Topology } from './types.ts';
import { implies } from './when.ts';

export type DeadRule<Where> =
  /** An earlier rule takes every request that this one could match. */
  | {
      readonly why: 'shadowed';
      readonly rule: ListenerRule<Where>;
      readonly by: ListenerRule<Where>;
      readonly where: Where;
    }
  /** Paths begin with a slash, so a pattern that begins with anything else matches none. */
  | {
      readonly why: 'path-without-slash';
      readonly rule: ListenerRule<Where>;
      readonly pattern: string;
      readonly where: Where;
    };

/** A load balancer has 100 rules by default. Each rule is compared with this many earlier ones at most. */
const MAX_EARLIER = 200;

/**
 * The rules of a listener, given by its key, that can never match. Only certain cases: a rule with an unknown condition
 * counts as live.
 */
export function deadRules<Where>(topology: Topology<Where>, listener: string): DeadRule<Where>[] {
  const rules = topology
    .rulesOf(listener)
    .filter(({ isDefault, priority }) => !isDefault && typeof priority === 'number');
  const dead: DeadRule<Where>[] = [];
  for (const [index, rule] of rules.entries()) {
    const pattern = patternWithoutSlash(rule);
    if (pattern) dead.push({ why: 'path-without-slash', rule, ...pattern });
    else {
      const by = rules
        .slice(0, Math.min(index, MAX_EARLIER))
        .find(
          (earlier) =>
            earlier.priority !== rule.priority &&
            takesAllOf(earlier, rule) &&
            implies(rule.when, earlier.when, topology.choices) === true,
        );
      if (by) dead.push({ why: 'shadowed', rule, by, where: rule.where });
    }
  }
  return dead;
}

/** Whether the first rule matches every request that the second one matches. False if that is not certain. */
export function takesAllOf<Where>(first: ListenerRule<Where>, second: ListenerRule<Where>): boolean {
  const general = first.conditions;
  const special = second.conditions;
  if (general === UNKNOWN || special === UNKNOWN || general.length === 0) return false;
  return general.every(
    (condition) => takesAll(condition) || special.some((other) => coversCondition(condition, other)),
  );
}

/**
 * Whether a condition matches everything: its pattern is only a wildcard, with or without the slash that every path
 * begins with.
 */
const takesAll = <Where>({ field, values }: Condition<Where>): boolean =>
  values !== UNKNOWN &&
  ((field === 'path-pattern' && (values.includes('*') || values.includes('/*'))) ||
    (field === 'host-header' && values.includes('*')));

function coversCondition<Where>(general: Condition<Where>, special: Condition<Where>): boolean {
  if (general.field === UNKNOWN || general.field !== special.field) return false;
  if (general.values === UNKNOWN || special.values === UNKNOWN) return false;
  if (hasRegexes(general) || hasRegexes(special) || special.values.length === 0) return false;
  if (general.field === 'http-header' && !sameHeader(general, special)) return false;
  const isExact = general.field === 'source-ip' || general.field === 'query-string';
  const fold = (value: string): string => (general.field === 'path-pattern' ? value : value.toLowerCase());
  const known = general.values.filter((value) => value !== UNKNOWN).map(fold);
  return special.values.every(
    (value) =>
      value !== UNKNOWN &&
      known.some((pattern) => (isExact ? pattern === fold(value) : coversPattern(pattern, fold(value)))),
  );
}

const hasRegexes = <Where>({ regexes }: Condition<Where>): boolean =>
  regexes === UNKNOWN || regexes.length > 0;

const sameHeader = <Where>(left: Condition<Where>, right: Condition<Where>): boolean =>
  typeof left.header === 'string' &&
  typeof right.header === 'string' &&
  left.header.toLowerCase() === right.header.toLowerCase();

/** The first path pattern of a rule, if all its path patterns begin with neither a slash nor a wildcard. */
function patternWithoutSlash<Where>({
  conditions,
}: ListenerRule<Where>): { readonly pattern: string; readonly where: Where } | undefined {
  for (const condition of conditions === UNKNOWN ? [] : conditions) {
    const { field, values, where } = condition;
    if (field !== 'path-pattern' || values === UNKNOWN || hasRegexes(condition)) continue;
    const [first] = values;
    if (typeof first !== 'string') continue;
    if (values.every((value) => value !== UNKNOWN && /^[^/*?]/.test(value))) return { pattern: first, where };
  }
  return undefined;
}

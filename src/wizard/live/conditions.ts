// Converts the conditions of a live listener rule to keys of a route.
import { UNKNOWN } from '../../alb/setting.ts';
import { MAX_CONDITION_VALUES } from '../../alb/limits.ts';
import type { Condition, ListenerRule } from '../../alb/topology/types.ts';

/** The keys of a route, or of `target`, that select requests. */
export interface Conditions {
  readonly paths?: readonly string[];
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly sourceIps?: readonly string[];
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly queryStrings?: Readonly<Record<string, string>>;
}

export interface ReadConditions {
  readonly conditions: Conditions;
  /** Conditions that no key can express, as text for the user. */
  readonly inexpressible: readonly string[];
}

const LISTS = {
  'path-pattern': 'paths',
  'host-header': 'hosts',
  'http-request-method': 'methods',
  'source-ip': 'sourceIps',
} as const;

const isList = (field: string): field is keyof typeof LISTS => Object.hasOwn(LISTS, field);

/** Two conditions on the same field must both hold, which a config cannot express. */
export function readConditions(rule: ListenerRule<string>): ReadConditions {
  const conditions: Conditions = {};
  const inexpressible: string[] = [];
  for (const condition of rule.conditions === UNKNOWN ? [] : rule.conditions) {
    const more = keysOf(condition, conditions);
    if (more) Object.assign(conditions, more);
    else inexpressible.push(conditionWords(condition));
  }
  return { conditions, inexpressible };
}

function keysOf(condition: Condition<string>, before: Conditions): Conditions | undefined {
  const { field, header, regexes } = condition;
  const values = knownValues(condition);
  if (field === UNKNOWN || values.length === 0 || regexes === UNKNOWN || regexes.length > 0) return undefined;
  if (isList(field)) return before[LISTS[field]] ? undefined : { [LISTS[field]]: values };
  if (field === 'http-header') {
    const { headers = {} } = before;
    const isTaken = (name: string) =>
      Object.keys(headers).some((other) => other.toLowerCase() === name.toLowerCase());
    if (typeof header !== 'string' || isTaken(header)) return undefined;
    return { headers: { ...headers, [header]: values } };
  }
  if (field !== 'query-string') return undefined;
  const [pair = '', ...alternatives] = values;
  const at = pair.indexOf('=');
  const { queryStrings = {} } = before;
  const key = pair.slice(0, at);
  // Several pairs are alternatives, and a value without a key matches any key.
  if (at <= 0 || alternatives.length > 0 || Object.hasOwn(queryStrings, key)) return undefined;
  return { queryStrings: { ...queryStrings, [key]: pair.slice(at + 1) } };
}

const knownValues = ({ values }: Condition<string>): string[] =>
  values === UNKNOWN ? [] : values.filter((value) => value !== UNKNOWN);

/** `path-pattern /api/*` */
export function conditionWords(condition: Condition<string>): string {
  const { field, header, regexes } = condition;
  const patterns = regexes === UNKNOWN ? [] : regexes.filter((value) => value !== UNKNOWN);
  return [
    field === UNKNOWN ? 'a condition' : field,
    ...(typeof header === 'string' ? [header] : []),
    ...knownValues(condition),
    ...patterns.map((pattern) => `regex ${pattern}`),
  ].join(' ');
}

/**
 * Conditions that hold when either of two does. Undefined if a config cannot express that in one rule: the two may
 * differ in only one list of alternatives, and must not have more values together than ELB allows.
 */
export function either(first: Conditions, second: Conditions): Conditions | undefined {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])] as (keyof Conditions)[];
  const different = keys.filter((key) => JSON.stringify(first[key]) !== JSON.stringify(second[key]));
  const key = Object.values(LISTS).find((list) => list === different[0]);
  if (different.length === 0) return first;
  if (different.length > 1 || key === undefined) return undefined;
  const [left, right] = [first[key], second[key]];
  if (!left || !right) return undefined;
  const merged = { ...first, [key]: [...new Set([...left, ...right])] };
  return valuesIn(merged) > MAX_CONDITION_VALUES ? undefined : merged;
}

const valuesIn = ({ headers = {}, queryStrings = {}, ...lists }: Conditions): number =>
  [...Object.values(lists), ...Object.values(headers)].reduce((sum, { length }) => sum + length, 0) +
  Object.keys(queryStrings).length;

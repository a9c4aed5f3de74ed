import type { Basis, Severity, Words } from './finding.ts';
import { HTTPS_LISTENER_ATTRIBUTES, LISTENER_ATTRIBUTES, LISTENER_PROPERTIES } from './listener-settings.ts';
import { LOAD_BALANCER_ATTRIBUTES, LOAD_BALANCER_PROPERTIES } from './load-balancer-settings.ts';
import { UNKNOWN, type SettingTable, type Settings, type Subject, type Unknown } from './setting.ts';
import { TARGET_GROUP_ATTRIBUTES, TARGET_GROUP_PROPERTIES } from './target-group-settings.ts';

/** A rule that lacks a value is not applicable: it never guesses. */
export type Verdict = 'met' | 'violated' | 'not-applicable';

/** The values that a rule reads, with ELB's defaults filled in; undefined if there is neither a value nor a default. */
export type RuleValues = Readonly<Record<string, string | undefined>>;

/** Returns a setting's name as the reader knows it: our config key, or the template's attribute. */
export type NameSetting = (key: string) => string;

/** An ELB rule about a combination of settings. One file per rule in `rules/`. */
export interface Rule {
  readonly code: string;
  /** The problem, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** The settings that it reads. A violation is reported at the first of them that is set. */
  readonly reads: readonly [string, ...string[]];
  /** Judges only values that are set, because it is unknown how ELB treats its own default. */
  readonly ignoresDefaults?: true;
  /** Why it matters, in one sentence. */
  readonly why: string;
  readonly source: string;
  /** Default: certain, from the source. */
  readonly basis?: Basis;
  judge(values: RuleValues): Verdict;
  words(values: RuleValues, name: NameSetting): Words;
}

/** All settings of a subject: attributes and properties. */
export const SETTINGS: Readonly<Record<Subject, SettingTable>> = {
  'load-balancer': { ...LOAD_BALANCER_ATTRIBUTES, ...LOAD_BALANCER_PROPERTIES },
  'target-group': { ...TARGET_GROUP_ATTRIBUTES, ...TARGET_GROUP_PROPERTIES },
  listener: { ...LISTENER_ATTRIBUTES, ...HTTPS_LISTENER_ATTRIBUTES, ...LISTENER_PROPERTIES },
};

/** ELB attributes begin with a lower-case letter, CloudFormation properties with a capital. */
export const isAttribute = (key: string): boolean => !/^[A-Z]/.test(key);

/** The effective value of a setting: what is set, else ELB's default; undefined if there is neither. */
export const settingValue = <Value extends string | Unknown>(
  subject: Subject,
  settings: ReadonlyMap<string, Value>,
  key: string,
): Value | string | undefined => settings.get(key) ?? SETTINGS[subject][key]?.default;

/**
 * The values that a rule reads from a subject's settings: what is set, else ELB's default. Undefined if one of them is
 * known only at deploy time, in which case the rule cannot apply.
 */
export function readValues(rule: Rule, settings: Settings): RuleValues | undefined {
  const values: Record<string, string | undefined> = {};
  for (const key of rule.reads) {
    const value = rule.ignoresDefaults ? settings.get(key) : settingValue(rule.subject, settings, key);
    if (value === UNKNOWN) return undefined;
    values[key] = value;
  }
  return values;
}

/** Applies a rule to a subject's settings. */
export function judge(rule: Rule, settings: Settings): Verdict {
  const values = readValues(rule, settings);
  return values === undefined ? 'not-applicable' : rule.judge(values);
}

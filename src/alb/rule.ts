import type { Basis, Severity, Words } from './finding.ts';
import { HTTPS_LISTENER_ATTRIBUTES, LISTENER_ATTRIBUTES, LISTENER_PROPERTIES } from './listener-settings.ts';
import { LOAD_BALANCER_ATTRIBUTES, LOAD_BALANCER_PROPERTIES } from './load-balancer-settings.ts';
import { UNKNOWN, type SettingTable, type Settings, type Subject, type Unknown } from './setting.ts';
import { TARGET_GROUP_ATTRIBUTES, TARGET_GROUP_PROPERTIES } from './target-group-settings.ts';

/** A rule that cannot know is not applicable: it never guesses. */
export type Verdict = 'met' | 'violated' | 'not-applicable';

/** The values of the settings that a rule reads, ELB's defaults filled in; undefined where there is none. */
export type RuleValues = Readonly<Record<string, string | undefined>>;

/** Calls a setting by the name its reader knows: our config key, or the attribute of a template. */
export type NameSetting = (key: string) => string;

/** What ELB says about settings taken together. One file a rule in `rules/`. */
export interface Rule {
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** The settings it looks at. A violation is reported at the first of them that is set. */
  readonly reads: readonly [string, ...string[]];
  /** Only what is set counts: what ELB makes of its default is not known. */
  readonly ignoresDefaults?: true;
  /** Why it matters, in one sentence. */
  readonly why: string;
  readonly source: string;
  /** How sure it is; without one certain, from the source. */
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

/** ELB's attributes begin with a small letter, properties of CloudFormation with a capital. */
export const isAttribute = (key: string): boolean => !/^[A-Z]/.test(key);

/** What a setting is: what is set, else ELB's default; undefined where there is none. */
export const settingValue = <Value extends string | Unknown>(
  subject: Subject,
  settings: ReadonlyMap<string, Value>,
  key: string,
): Value | string | undefined => settings.get(key) ?? SETTINGS[subject][key]?.default;

/**
 * The values a rule reads from a subject's settings: what is set, else ELB's default.
 * Undefined when one of them is known only at deploy time, so that the rule cannot apply.
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

/** Holds a subject's settings against a rule. */
export function judge(rule: Rule, settings: Settings): Verdict {
  const values = readValues(rule, settings);
  return values === undefined ? 'not-applicable' : rule.judge(values);
}

// What `check` is to other programs: its arguments are looked at, because not every caller has a compiler.
import { basisOf, type Basis, type Words } from '../alb/finding.ts';
import { didYouMean, nearest } from '../common/nearest.ts';
import type { FindingSeverity } from '../common/severity.ts';
import {
  checkTemplate as checkText,
  ruleOf,
  whyOf,
  wordCheckFinding,
  type CheckFinding,
  type CheckResult,
} from './check.ts';
import type { Notation } from './notation.ts';
import { CHECK_RULES } from './rules/index.ts';

export interface CheckTemplateOptions {
  /** Codes of rules that are not judged; default none. */
  readonly ignore?: readonly string[];
}

/** A rule of `check`, as docs/rules.md lists it. */
export interface RuleDescription {
  /** Stable: in ignores, in SARIF, in {@link CheckFinding.code}. */
  readonly code: string;
  /** `error`: it is refused or fails; `warning`: it hurts; `info`: a practice that is left out. */
  readonly severity: FindingSeverity;
  readonly title: string;
  readonly why: string;
  /** Where AWS says so. */
  readonly source: string;
  readonly basis: Basis;
}

/** A finding in words, with the reason of its rule and where AWS says so. */
export interface ExplainedFinding extends Words {
  readonly why: string;
  readonly source: string;
  readonly basis: Basis;
}

/**
 * Holds a CloudFormation template against all rules. It reads no file and needs no credentials.
 *
 * @param source - the text of a template, YAML or JSON.
 * @returns the findings, errors first; or `ok: false` with line and reason when the text is no template.
 * @throws {TypeError} for arguments of other types, or a code that there is not.
 */
export function checkTemplate(source: string, options: CheckTemplateOptions = {}): CheckResult {
  if (typeof source !== 'string')
    throw new TypeError(
      `checkTemplate takes the text of a template as a string, and got ${kindOf(source)}. Read a file with readFileSync(path, 'utf8'), or pass JSON.stringify(template).`,
    );
  return checkText(source, rulesWithout(options, 'checkTemplate'));
}

/**
 * What a finding says, why it matters, what helps, and where AWS says so.
 *
 * @param finding - of {@link checkTemplate}.
 * @param notation - the result's, where the finding is not of a CloudFormation template.
 * @throws {TypeError} if the argument is not a finding of this release.
 */
export function explainFinding(finding: CheckFinding, notation?: Notation): ExplainedFinding {
  const code: unknown = (finding as CheckFinding | undefined)?.code;
  if (typeof code !== 'string' || !CHECK_RULES.some((rule) => rule.code === code))
    throw new TypeError(
      `explainFinding takes a finding of checkTemplate, and got ${typeof code === 'string' ? `one with the unknown code ${JSON.stringify(code)}` : kindOf(finding)}.`,
    );
  const rule = ruleOf(code);
  return {
    ...wordCheckFinding(finding, notation),
    why: whyOf(finding, notation),
    source: rule.source,
    basis: basisOf(rule),
  };
}

/** All rules, in the order of docs/rules.md. */
export const checkRules = (): RuleDescription[] =>
  CHECK_RULES.map((rule) => {
    const { code, severity, title, why, source } = rule;
    return { code, severity, title, why, source, basis: basisOf(rule) };
  });

/**
 * The rules that are left.
 *
 * @throws {TypeError}
 */
export function rulesWithout(options: CheckTemplateOptions, caller: string): typeof CHECK_RULES {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(
      `${caller} takes its options as an object, { ignore: [codes] }, and got ${kindOf(options)}.`,
    );
  for (const key of Object.keys(options))
    if (key !== 'ignore')
      throw new TypeError(`${caller} has no option ${JSON.stringify(key)}; there is ignore.`);
  const { ignore = [] } = options;
  if (!Array.isArray(ignore))
    throw new TypeError(`${caller}: ignore is a list of codes, and got ${kindOf(ignore)}.`);
  const codes = CHECK_RULES.map(({ code }) => code);
  for (const code of ignore as readonly unknown[]) {
    if (typeof code === 'string' && codes.includes(code)) continue;
    const near = typeof code === 'string' ? nearest(code, codes) : undefined;
    const hint = near === undefined ? 'checkRules() lists all codes.' : didYouMean([near]);
    throw new TypeError(`${caller}: there is no rule ${JSON.stringify(code) ?? kindOf(code)}. ${hint}`);
  }
  return CHECK_RULES.filter(({ code }) => !ignore.includes(code));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'object' ? 'an object' : value === undefined ? 'nothing' : `a ${typeof value}`;
}

// `check` as a library function: it validates its arguments, because not every caller uses a compiler.
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
  /** Codes of rules to skip; default none. */
  readonly ignore?: readonly string[];
}

/** A rule of `check`, as docs/rules.md lists it. */
export interface RuleDescription {
  /** Stable: used in ignore lists, in SARIF, and in {@link CheckFinding.code}. */
  readonly code: string;
  /** `error`: AWS rejects it or it fails; `warning`: it causes problems; `info`: a missing best practice. */
  readonly severity: FindingSeverity;
  readonly title: string;
  readonly why: string;
  /** AWS's documentation of it. */
  readonly source: string;
  readonly basis: Basis;
}

/** A finding as text, with the reason of its rule and AWS's documentation of it. */
export interface ExplainedFinding extends Words {
  readonly why: string;
  readonly source: string;
  readonly basis: Basis;
}

/**
 * Checks a CloudFormation template against all rules. Reads no files and needs no credentials.
 *
 * @param source - the text of a template, YAML or JSON.
 * @returns the findings, errors first; or `ok: false` with line and reason if the text is not a template.
 * @throws {TypeError} for arguments of other types, or an unknown rule code.
 */
export function checkTemplate(source: string, options: CheckTemplateOptions = {}): CheckResult {
  if (typeof source !== 'string')
    throw new TypeError(
      `checkTemplate takes the text of a template as a string, but got ${kindOf(source)}. Read a file with readFileSync(path, 'utf8'), or pass JSON.stringify(template).`,
    );
  return checkText(source, rulesWithout(options, 'checkTemplate'));
}

/**
 * What a finding says, why it matters, what to do, and AWS's documentation of it.
 *
 * @param finding - from {@link checkTemplate}.
 * @param notation - from the result, if the finding is not about a CloudFormation template.
 * @throws {TypeError} if the argument is not a finding of this release.
 */
export function explainFinding(finding: CheckFinding, notation?: Notation): ExplainedFinding {
  const code: unknown = (finding as CheckFinding | undefined)?.code;
  if (typeof code !== 'string' || !CHECK_RULES.some((rule) => rule.code === code))
    throw new TypeError(
      `explainFinding takes a finding of checkTemplate, but got ${typeof code === 'string' ? `one with the unknown code ${JSON.stringify(code)}` : kindOf(finding)}.`,
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
 * All rules except the ignored ones.
 *
 * @throws {TypeError}
 */
export function rulesWithout(options: CheckTemplateOptions, caller: string): typeof CHECK_RULES {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(
      `${caller} takes its options as an object, { ignore: [codes] }, but got ${kindOf(options)}.`,
    );
  for (const key of Object.keys(options))
    if (key !== 'ignore')
      throw new TypeError(`${caller} has no option ${JSON.stringify(key)}; there is ignore.`);
  const { ignore = [] } = options;
  if (!Array.isArray(ignore))
    throw new TypeError(`${caller}: ignore is a list of codes, but got ${kindOf(ignore)}.`);
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

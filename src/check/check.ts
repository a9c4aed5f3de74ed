// Checks the text of a template and returns findings.
import { BrokenTemplate, type Document } from './read.ts';
import { isJudgedIn } from './coverage.ts';
import { ignoresOf } from './ignore.ts';
import { modelOf, type Model } from './model.ts';
import { vocabularyFor, whyIn, wordsIn, type Notation } from './notation.ts';
import { nestedTemplates } from './nested.ts';
import { child, text } from './node.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { Args, CheckRule, Judgement } from './rule.ts';
import type { Finding, Words } from '../alb/finding.ts';
import { CHECK_RULES } from './rules/index.ts';
import { isIncluded, isOfBeanstalk, readTemplate, templateOf, type Template } from './template.ts';

/** A problem in a template, as data; {@link wordCheckFinding} turns it into text. */
export interface CheckFinding extends Omit<Finding, 'severity' | 'args'> {
  readonly args: Args;
  readonly severity: FindingSeverity;
  /** Counted from 1; 0 if the notation has no lines. */
  readonly line: number;
  /** The file, if it is not the one that was read. */
  readonly file?: string;
  /** The resource: a logical id, a Terraform address, `Ingress chat/ws`. */
  readonly logicalId: string;
  /** For a CDK template: the path of the construct, such as `Chat/Lb`, if the assembly contains it. */
  readonly construct?: string;
  /** For notations other than CloudFormation: the argument or annotation that it is about. */
  readonly argument?: string;
  /** Added by the reader of the notation, such as who set the value. */
  readonly note?: string;
  /** The condition under which the resource exists, and whether the parameters' defaults make it true. */
  readonly condition?: { readonly name: string; readonly byDefault?: boolean };
}

/** What was not judged or not reported, and why. */
export type LeftOut =
  | {
      readonly what: 'finding';
      readonly code: string;
      readonly logicalId: string;
      readonly reason: string;
      /** The file, if it is not the one that was read. */
      readonly file?: string;
    }
  | { readonly what: 'rule'; readonly code: string; readonly reason: string }
  | { readonly what: 'loops'; readonly count: number; readonly reason: string }
  | { readonly what: 'macro'; readonly name: string; readonly reason: string }
  | { readonly what: 'include'; readonly logicalId: string; readonly reason: string };

export type CheckResult =
  | {
      readonly ok: true;
      /** Undefined for CloudFormation. Pass it to {@link wordCheckFinding}. */
      readonly notation?: Notation;
      /** The number of Application Load Balancers that were checked. */
      readonly loadBalancers: number;
      readonly leftOut: readonly LeftOut[];
      /** The paths of nested templates, as written. */
      readonly nested: readonly string[];
      /** Errors first, then by line. */
      readonly findings: readonly CheckFinding[];
    }
  | { readonly ok: false; readonly line: number; readonly reason: string; readonly remedy?: string };

/** Checks a template against all rules, leaving out findings that its resources ignore with a reason. */
export const checkTemplate = (source: string, rules: readonly CheckRule[] = CHECK_RULES): CheckResult =>
  check(() => readTemplate(source), rules);

/** The same for a template that has already been parsed. */
export const checkDocument = (document: Document, rules: readonly CheckRule[]): CheckResult =>
  check(() => templateOf(document), rules);

/**
 * Checks a template from the reader of any notation against the rules that apply to the notation.
 *
 * @param read - may throw {@link BrokenTemplate}.
 */
export function check(read: () => Template, given: readonly CheckRule[] = CHECK_RULES): CheckResult {
  try {
    const template = read();
    const { notation } = template;
    const rules = notation ? given.filter(({ code }) => isJudgedIn(code, notation.name)) : given;
    const model = modelOf(template);
    const leftOut: LeftOut[] = notExamined(template, given);
    const ignores = new Map(
      ignoresOf(template).flatMap(({ id, code, reason }): [string, string][] =>
        reason === undefined ? [] : [[`${id} ${code}`, reason]],
      ),
    );
    const findings = new Map<string, CheckFinding>();
    for (const rule of rules)
      for (const judgement of rule.judge(model)) {
        if (judgement.verdict !== 'violated') continue;
        const { resource, line } = judgement;
        const { code } = rule;
        const reason = ignores.get(`${resource.id} ${code}`);
        if (reason !== undefined) {
          const { file } = template.spotOf?.(line) ?? {};
          leftOut.push({
            what: 'finding',
            code,
            logicalId: resource.id,
            reason,
            ...(file === undefined ? {} : { file }),
          });
        }
        // A missing setting is reported at the resource itself, and may be in the part that is included.
        if (reason !== undefined || (line === resource.line && isIncluded(resource))) continue;
        const isAbsence = rule.misses === true || line === resource.line;
        const finding = findingOf(judgement, rule, model, isAbsence);
        // A dashboard may contain the same use in many widgets, all on the line of its body.
        findings.set(JSON.stringify(finding), finding);
      }
    return {
      ok: true,
      ...(notation ? { notation } : {}),
      loadBalancers: model.loadBalancers.length,
      leftOut,
      nested: nestedTemplates(template),
      findings: [...findings.values()].toSorted(
        (left, right) =>
          SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
          (left.file ?? '').localeCompare(right.file ?? '') ||
          left.line - right.line ||
          left.code.localeCompare(right.code),
      ),
    };
  } catch (error) {
    if (error instanceof BrokenTemplate)
      return { ok: false, line: error.line, reason: error.message, remedy: error.remedy };
    if (error instanceof RangeError)
      return { ok: false, line: 1, reason: 'The file is nested too deeply to be read.' };
    throw error;
  }
}

const SEVERITIES: readonly FindingSeverity[] = ['error', 'warning', 'info'];

function findingOf(
  judgement: Extract<Judgement, { verdict: 'violated' }>,
  rule: CheckRule,
  { existence, template }: Model,
  isAbsence: boolean,
): CheckFinding {
  const { resource, line, args, severity = rule.severity } = judgement;
  const name = text(child(resource.node, 'Condition'));
  const { line: at = 0, resource: owner, ...spot } = template.spotOf?.(line) ?? { line };
  const byDefault = name === undefined ? undefined : existence.byDefault(name);
  return {
    code: rule.code,
    // A macro in the account may add what is missing.
    severity: severity === 'error' && isAbsence && template.macros.length > 0 ? 'warning' : severity,
    path: ['Resources', resource.id],
    args,
    line: at,
    logicalId: owner ?? resource.id,
    ...spot,
    ...(name === undefined ? {} : { condition: byDefault === undefined ? { name } : { name, byDefault } }),
  };
}

function notExamined(template: Template, rules: readonly CheckRule[]): LeftOut[] {
  const codes = new Set(rules.map(({ code }) => code));
  const { loops, macros, resources } = template;
  return [
    ...CHECK_RULES.filter(({ code }) => !codes.has(code)).map(({ code }): LeftOut => ({
      what: 'rule',
      code,
      reason: 'asked for by --ignore',
    })),
    ...(loops > 0
      ? [{ what: 'loops', count: loops, reason: 'the values of Fn::ForEach are not written out' } as const]
      : []),
    ...macros.map((name): LeftOut => ({
      what: 'macro',
      name,
      reason: 'a macro of the account may change anything in the template',
    })),
    ...[...resources.values()].filter(isIncluded).map((resource): LeftOut => ({
      what: 'include',
      logicalId: resource.id,
      reason: isOfBeanstalk(resource)
        ? 'Elastic Beanstalk creates it and completes its properties'
        : 'Fn::Transform completes its properties from elsewhere',
    })),
  ];
}

export const ruleOf = (code: string): CheckRule => {
  const rule = CHECK_RULES.find((candidate) => candidate.code === code);
  if (!rule) throw new Error(`there is no rule ${code}`);
  return rule;
};

/** @param notation - of the result that contains the finding. */
export function wordCheckFinding(finding: CheckFinding, notation?: Notation): Words {
  const rule = ruleOf(finding.code);
  return wordsIn(rule, rule.words(finding.args), vocabularyOf(finding, notation));
}

/** Why the rule of a finding matters. @param notation - of the result that contains the finding. */
export const whyOf = (finding: CheckFinding, notation?: Notation): string =>
  whyIn(ruleOf(finding.code), vocabularyOf(finding, notation));

const vocabularyOf = ({ path }: CheckFinding, notation: Notation | undefined) =>
  vocabularyFor(String(path[1] ?? ''), notation);

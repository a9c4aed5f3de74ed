// A template's text in, findings out.
import { BrokenTemplate, type Document } from './read.ts';
import { isJudgedIn } from './coverage.ts';
import { ignoresOf } from './ignore.ts';
import { modelOf, type Model } from './model.ts';
import { vocabularyFor, whyIn, wordsIn, type Notation } from './notation.ts';
import { nestedTemplates, withParameters, type NestedTemplate, type PassedParameter } from './nested.ts';
import { child, text } from './node.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { Args, CheckRule, Judgement } from './rule.ts';
import type { Finding, Words } from '../alb/finding.ts';
import { CHECK_RULES } from './rules/index.ts';
import { isIncluded, isOfBeanstalk, readTemplate, templateOf, type Template } from './template.ts';

/** What is wrong in a template, as data; {@link wordCheckFinding} words it. */
export interface CheckFinding extends Omit<Finding, 'severity' | 'args'> {
  readonly args: Args;
  readonly severity: FindingSeverity;
  /** From 1; 0 where the notation has no lines. */
  readonly line: number;
  /** The file, where it is not the one that was read. */
  readonly file?: string;
  /** The resource: a logical id, a Terraform address, `Ingress chat/ws`. */
  readonly logicalId: string;
  /** In a template of CDK: the path of the construct, such as `Chat/Lb`, where the assembly says it. */
  readonly construct?: string;
  /** In other notations than CloudFormation: the argument or annotation that it is about. */
  readonly argument?: string;
  /** What the reader of the notation adds, such as who set the value. */
  readonly note?: string;
  /** The condition under which the resource exists, and whether the defaults of the parameters make it true. */
  readonly condition?: { readonly name: string; readonly byDefault?: boolean };
}

/** What was not judged, or not reported, and why. */
export type LeftOut =
  | {
      readonly what: 'finding';
      readonly code: string;
      readonly logicalId: string;
      readonly reason: string;
      /** The file, where it is not the one that was read. */
      readonly file?: string;
    }
  | { readonly what: 'rule'; readonly code: string; readonly reason: string }
  | { readonly what: 'loops'; readonly count: number; readonly reason: string }
  | { readonly what: 'macro'; readonly name: string; readonly reason: string }
  | { readonly what: 'include'; readonly logicalId: string; readonly reason: string };

export type CheckResult =
  | {
      readonly ok: true;
      /** Undefined for CloudFormation; {@link wordCheckFinding} takes it. */
      readonly notation?: Notation;
      /** How many Application Load Balancers were looked at. */
      readonly loadBalancers: number;
      readonly leftOut: readonly LeftOut[];
      /** The nested stacks whose templates are files. */
      readonly nested: readonly NestedTemplate[];
      /** Errors first, then by line. */
      readonly findings: readonly CheckFinding[];
    }
  | { readonly ok: false; readonly line: number; readonly reason: string; readonly remedy?: string };

/** Holds a template against all rules, and leaves out what its resources ignore with a reason. */
export const checkTemplate = (source: string, rules: readonly CheckRule[] = CHECK_RULES): CheckResult =>
  check(() => readTemplate(source), rules);

/** The same for a nested template, with the parameters that its parent passes. */
export const checkNested = (
  source: string,
  rules: readonly CheckRule[],
  passed: readonly PassedParameter[],
): CheckResult => check(() => withParameters(readTemplate(source), passed), rules);

/** The same for a template that was read already. */
export const checkDocument = (document: Document, rules: readonly CheckRule[]): CheckResult =>
  check(() => templateOf(document), rules);

/**
 * Holds what a reader of any notation made of its input against the rules that the notation can break.
 *
 * @param read - may throw {@link BrokenTemplate}.
 */
export function check(read: () => Template, asked: readonly CheckRule[] = CHECK_RULES): CheckResult {
  try {
    const template = read();
    const { notation } = template;
    const rules = notation ? asked.filter(({ code }) => isJudgedIn(code, notation.name)) : asked;
    const model = modelOf(template);
    const leftOut: LeftOut[] = notLookedInto(template, asked);
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
        // What is missing is reported at the resource itself, and may be in what is included.
        if (reason !== undefined || (line === resource.line && isIncluded(resource))) continue;
        const isAbsence = rule.misses === true || line === resource.line;
        const finding = findingOf(judgement, rule, model, isAbsence);
        // A dashboard may ask for the same thing in many widgets, all on the line of its body.
        findings.set(JSON.stringify(finding), finding);
      }
    return {
      ok: true,
      ...(notation ? { notation } : {}),
      loadBalancers: model.loadBalancers.length,
      leftOut,
      nested: nestedTemplates(template, model.resolver),
      findings: inOrder([...findings.values()]),
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

/** Errors first, then by line. */
export const inOrder = (findings: readonly CheckFinding[]): CheckFinding[] =>
  findings.toSorted(
    (left, right) =>
      SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
      (left.file ?? '').localeCompare(right.file ?? '') ||
      left.line - right.line ||
      left.code.localeCompare(right.code),
  );

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
    // A macro of the account may add what is missing.
    severity: severity === 'error' && isAbsence && template.macros.length > 0 ? 'warning' : severity,
    path: ['Resources', resource.id],
    args,
    line: at,
    logicalId: owner ?? resource.id,
    ...spot,
    ...(name === undefined ? {} : { condition: byDefault === undefined ? { name } : { name, byDefault } }),
  };
}

function notLookedInto(template: Template, rules: readonly CheckRule[]): LeftOut[] {
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
        ? 'Elastic Beanstalk makes it and completes its properties'
        : 'Fn::Transform completes its properties from elsewhere',
    })),
  ];
}

export const ruleOf = (code: string): CheckRule => {
  const rule = CHECK_RULES.find((candidate) => candidate.code === code);
  if (!rule) throw new Error(`there is no rule ${code}`);
  return rule;
};

/** @param notation - of the result that the finding is from. */
export function wordCheckFinding(finding: CheckFinding, notation?: Notation): Words {
  const rule = ruleOf(finding.code);
  return wordsIn(rule, rule.words(finding.args), vocabularyOf(finding, notation));
}

/** Why the rule of a finding matters. @param notation - of the result that the finding is from. */
export const whyOf = (finding: CheckFinding, notation?: Notation): string =>
  whyIn(ruleOf(finding.code), vocabularyOf(finding, notation));

const vocabularyOf = ({ path }: CheckFinding, notation: Notation | undefined) =>
  vocabularyFor(String(path[1] ?? ''), notation);

// A template's text in, findings out.
import { BrokenTemplate } from './read.ts';
import { ignoresOf } from './ignore.ts';
import { modelOf } from './model.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { Args, CheckRule } from './rule.ts';
import type { Finding, Words } from '../alb/finding.ts';
import { CHECK_RULES } from './rules/index.ts';
import { isIncluded, readTemplate } from './template.ts';

/** What is wrong in a template, as data; {@link wordCheckFinding} words it. */
export interface CheckFinding extends Omit<Finding, 'severity' | 'args'> {
  readonly args: Args;
  readonly severity: FindingSeverity;
  readonly line: number;
  readonly logicalId: string;
}

export type CheckResult =
  | {
      readonly ok: true;
      /** How many Application Load Balancers were looked at. */
      readonly loadBalancers: number;
      /** How many `Fn::ForEach` loops were not looked into. */
      readonly loops: number;
      readonly findings: readonly CheckFinding[];
    }
  | { readonly ok: false; readonly line: number; readonly reason: string; readonly remedy?: string };

/** Holds a template against all rules, and leaves out what its resources ignore with a reason. */
export function checkTemplate(text: string, rules: readonly CheckRule[] = CHECK_RULES): CheckResult {
  try {
    const template = readTemplate(text);
    const model = modelOf(template);
    const ignores = ignoresOf(template);
    const findings = rules.flatMap((rule) =>
      [...rule.judge(model)].flatMap((judgement): CheckFinding[] => {
        if (judgement.verdict !== 'violated') return [];
        const { resource, line, args } = judgement;
        if (ignores.some(({ id, code, reason }) => id === resource.id && code === rule.code && reason))
          return [];
        // What is missing is reported at the resource itself.
        if (line === resource.line && isIncluded(resource)) return [];
        const { code } = rule;
        const severity = judgement.severity ?? rule.severity;
        return [{ code, severity, path: ['Resources', resource.id], args, line, logicalId: resource.id }];
      }),
    );
    const seen = new Set<string>();
    // A dashboard may ask for the same thing in many widgets, all on the line of its body.
    const once = findings.filter((finding) => {
      const key = JSON.stringify(finding);
      return !seen.has(key) && seen.add(key);
    });
    once.sort((left, right) => left.line - right.line || left.code.localeCompare(right.code));
    return { ok: true, loadBalancers: model.loadBalancers.length, loops: template.loops, findings: once };
  } catch (error) {
    if (error instanceof BrokenTemplate)
      return { ok: false, line: error.line, reason: error.message, remedy: error.remedy };
    if (error instanceof RangeError)
      return { ok: false, line: 1, reason: 'The file is nested too deeply to be read.' };
    throw error;
  }
}

export const ruleOf = (code: string): CheckRule => {
  const rule = CHECK_RULES.find((candidate) => candidate.code === code);
  if (!rule) throw new Error(`there is no rule ${code}`);
  return rule;
};

export const wordCheckFinding = ({ code, args }: CheckFinding): Words => ruleOf(code).words(args);

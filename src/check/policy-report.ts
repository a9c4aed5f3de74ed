// The report of a CDK validation plugin about synthesized templates, in the shape of aws-cdk-lib's stable interface.
// Because it always includes logical id and template, it also fits the beta interface.
import { checkTemplate } from './check.ts';
import { explainFinding } from './library.ts';
import type { FileReport } from './report.ts';
import type { CheckRule } from './rule.ts';

export interface SynthesizedTemplate {
  readonly path: string;
  /** The text, or why it cannot be read. */
  readonly text: string | { readonly reason: string };
}

export interface PolicyViolatingResource {
  readonly resourceLogicalId: string;
  readonly templatePath: string;
  readonly locations: string[];
}

export interface PolicyViolation {
  /** The code of a rule; in CDK it is acknowledged as `websocket-alb::<code>`. */
  readonly ruleName: string;
  readonly description: string;
  readonly fix: string;
  /** `error`, `warning` or `info`, which CDK also uses. */
  readonly severity: string;
  readonly violatingResources: PolicyViolatingResource[];
  readonly ruleMetadata: Record<string, string>;
}

export interface PolicyReport {
  /** False fails the synthesis whatever the severities are, so it is false only for errors. */
  readonly success: boolean;
  readonly violations: PolicyViolation[];
  readonly pluginVersion: string;
}

/** Checks each template separately; findings with the same text in several places become one violation. */
export function policyReport(
  templates: readonly SynthesizedTemplate[],
  rules: readonly CheckRule[],
  pluginVersion: string,
): PolicyReport {
  const violations = new Map<string, PolicyViolation>();
  const add = (violation: PolicyViolation): void => {
    const { violatingResources, ...rest } = violation;
    const key = JSON.stringify(rest);
    const same = violations.get(key);
    if (same) same.violatingResources.push(...violatingResources);
    else violations.set(key, violation);
  };
  for (const { path, text } of templates) {
    const report: FileReport = {
      file: path,
      result: typeof text === 'string' ? checkTemplate(text, rules) : { ok: false, line: 1, ...text },
    };
    for (const violation of violationsOf(report)) add(violation);
  }
  const all = [...violations.values()];
  return { success: all.every(({ severity }) => severity !== 'error'), violations: all, pluginVersion };
}

function violationsOf({ file: templatePath, result }: FileReport): PolicyViolation[] {
  if (!result.ok)
    return [
      {
        ruleName: 'unreadable',
        description: `The template was not judged: ${result.reason}`,
        fix: result.remedy ?? 'Look at the template that was synthesized.',
        // CDK created it and CloudFormation may accept it, so being unable to judge it is no reason to stop.
        severity: 'warning',
        violatingResources: [{ resourceLogicalId: '', templatePath, locations: [] }],
        ruleMetadata: {},
      },
    ];
  return result.findings.map((finding): PolicyViolation => {
    const { what, allowed, remedy, why, source } = explainFinding(finding);
    const { code, severity, logicalId, condition } = finding;
    const only = condition === undefined ? '' : ` Only under the condition ${condition.name}.`;
    return {
      ruleName: code,
      description: `${what}${only} ${why}`,
      fix: `${remedy}${allowed === undefined ? '' : ` Allowed: ${allowed}.`} ${source}`,
      severity,
      violatingResources: [{ resourceLogicalId: logicalId, templatePath, locations: [] }],
      ruleMetadata: { source },
    };
  });
}

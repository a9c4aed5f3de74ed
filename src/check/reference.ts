// The reference of the rules, made from the rules.
import { basisOf, describeBasis } from '../alb/finding.ts';
import { notationsOf } from './coverage.ts';
import type { Fix } from './fix/remedy.ts';
import { NOTATION_NAMES } from './notation.ts';
import { GROUPS, type CheckRule } from './rule.ts';
import { CHECK_RULES } from './rules/index.ts';

/** `docs/rules.md`: one anchor a code. */
export function rulesReference(): string {
  const sections = Object.entries(GROUPS).map(
    ([group, words]) =>
      `## ${words}\n\n${CHECK_RULES.filter((rule) => rule.group === group)
        .map(section)
        .join('\n')}`,
  );
  return [
    '# The rules of `websocket-alb check`',
    '',
    '<!-- Made from the rules by `npm run generate`. -->',
    '',
    'Each rule answers met, violated or not applicable. A value that is known only at deploy time makes a rule not applicable:',
    'it never guesses. A rule is certain when AWS says so at its source or was seen to refuse; an inferred one says from what it follows.',
    'Where a rule names a notation it is judged in these only: CloudFormation, Terraform plans and states, Kubernetes manifests.',
    'There it speaks in the arguments of the provider and the annotations of the AWS Load Balancer Controller.',
    '`--fix` remedies the findings of rules that name it, in templates and manifests as it says there, and where the remedy is plain.',
    'A finding may weigh less than its rule, where the template says less. Errors and warnings are findings (exit code 1); info is shown, and counts with `--strict`.',
    '',
    sections.join('\n'),
  ].join('\n');
}

const section = ({ code, severity, title, why, source, basis, fix }: CheckRule): string =>
  [
    `### ${code}`,
    '',
    `**${severity}**: ${title}. ${why}`,
    '',
    `${describeBasis(basisOf({ source, ...(basis ? { basis } : {}) }))}${judgedIn(code)}${fixedBy(fix)} Source: <${source}>`,
    '',
  ].join('\n');

/** How `--fix` remedies it. */
const fixedBy = (fix: CheckRule['fix']): string =>
  fix ? ` \`--fix${fix.mode === 'suggest' ? '=suggest' : ''}\`${whereFixed(fix)}: ${fix.what}` : '';

const whereFixed = ({ change, inManifests }: Fix): string =>
  change && inManifests ? '' : change ? ' in templates' : ' in manifests';

const NAMES = { cloudformation: 'CloudFormation', terraform: 'Terraform', kubernetes: 'Kubernetes' } as const;

/** Nothing for a rule that is judged in all notations. */
function judgedIn(code: string): string {
  const notations = notationsOf(code);
  if (notations.length === NOTATION_NAMES.length) return '';
  return ` In ${notations.map((name) => NAMES[name]).join(' and ')}.`;
}

/** One line a rule, for `--list-rules`. */
export function rulesList(): string {
  const width = Math.max(...CHECK_RULES.map(({ code }) => code.length));
  return CHECK_RULES.map(
    ({ code, severity, title }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`,
  ).join('');
}

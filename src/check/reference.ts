// The rule reference, generated from the rules.
import { basisOf, describeBasis } from '../alb/finding.ts';
import { notationsOf } from './coverage.ts';
import type { Fix } from './fix/remedy.ts';
import { NOTATION_NAMES } from './notation.ts';
import { GROUPS, type CheckRule } from './rule.ts';
import { CHECK_RULES } from './rules/index.ts';

/** The content of `docs/rules.md`, with one anchor per code. */
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
    'Each rule is met, violated or not applicable. A value that is known only at deploy time makes a rule not applicable:',
    'it never guesses. A rule is certain when its AWS source says so or AWS was seen to refuse; an inferred rule says what it is inferred from.',
    'A rule that names notations applies only to those: CloudFormation, Terraform plans and states, Kubernetes manifests.',
    'In Terraform and Kubernetes, findings use the provider’s arguments and the annotations of the AWS Load Balancer Controller.',
    'For rules that mention `--fix`, it fixes findings in templates, manifests or both, as the rule says, where the remedy is clear.',
    'A finding may be less severe than its rule where the template gives less evidence. Errors and warnings are findings (exit code 1); info is only shown, unless `--strict` is given.',
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

/** How `--fix` fixes it. */
const fixedBy = (fix: CheckRule['fix']): string =>
  fix ? ` \`--fix${fix.mode === 'suggest' ? '=suggest' : ''}\`${whereFixed(fix)}: ${fix.what}` : '';

const whereFixed = ({ change, inManifests }: Fix): string =>
  change && inManifests ? '' : change ? ' in templates' : ' in manifests';

const NAMES = { cloudformation: 'CloudFormation', terraform: 'Terraform', kubernetes: 'Kubernetes' } as const;

/** Empty for a rule that applies to all notations. */
function judgedIn(code: string): string {
  const notations = notationsOf(code);
  if (notations.length === NOTATION_NAMES.length) return '';
  return ` In ${notations.map((name) => NAMES[name]).join(' and ')}.`;
}

/** One line per rule, for `--list-rules`. */
export function rulesList(): string {
  const width = Math.max(...CHECK_RULES.map(({ code }) => code.length));
  return CHECK_RULES.map(
    ({ code, severity, title }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`,
  ).join('');
}

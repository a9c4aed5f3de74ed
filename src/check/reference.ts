// The reference of the rules, made from the rules.
import { basisOf, describeBasis } from '../alb/finding.ts';
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
    'A finding may weigh less than its rule, where the template says less. Errors and warnings are findings (exit code 1); info is shown, and counts with `--strict`.',
    '',
    sections.join('\n'),
  ].join('\n');
}

const section = ({ code, severity, title, why, source, basis }: CheckRule): string =>
  [
    `### ${code}`,
    '',
    `**${severity}**: ${title}. ${why}`,
    '',
    `${describeBasis(basisOf({ source, ...(basis ? { basis } : {}) }))} Source: <${source}>`,
    '',
  ].join('\n');

/** One line a rule, for `--list-rules`. */
export function rulesList(): string {
  const width = Math.max(...CHECK_RULES.map(({ code }) => code.length));
  return CHECK_RULES.map(
    ({ code, severity, title }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`,
  ).join('');
}

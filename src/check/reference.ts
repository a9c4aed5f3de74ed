// The reference of the rules, made from the rules.
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
    '# The rules of `generate check`',
    '',
    '<!-- Made from the rules by `npm run generate`. -->',
    '',
    'Each rule answers met, violated or not applicable. A value that is known only at deploy time makes a rule not applicable:',
    'it never guesses. Errors and warnings are findings (exit code 1); info is shown, and counts with `--strict`.',
    '',
    sections.join('\n'),
  ].join('\n');
}

const section = ({ code, severity, title, why, source }: CheckRule): string =>
  [`### ${code}`, '', `**${severity}**: ${title}. ${why}`, '', `Source: <${source}>`, ''].join('\n');

/** One line a rule, for `--list-rules`. */
export function rulesList(): string {
  const width = Math.max(...CHECK_RULES.map(({ code }) => code.length));
  return CHECK_RULES.map(
    ({ code, severity, title }) => `${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`,
  ).join('');
}

import { expect, it } from 'vitest';
import { rulesList, rulesReference } from '../../src/check/reference.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';

it('every code appears once, in the list and as an anchor', () => {
  const codes = CHECK_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rulesReference().split('\n')).toContain(`### ${code}`);
    expect(rulesList()).toMatch(new RegExp(`^${code} `, 'm'));
  }
});

it('every rule cites AWS, the controller, or a report that quotes AWS', () => {
  for (const { source, basis } of CHECK_RULES) {
    if (basis?.from.includes('public report'))
      expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon|github)\.com\//);
    else
      expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|kubernetes-sigs\.github\.io|yaml\.org)\//);
  }
});

it('every rule states how certain it is', () => {
  const lines = rulesReference().split('\n');
  const said = lines.filter((line) => /^(Certain|Inferred), from [a-zE].*\. Source: /.test(line));
  expect(said).toHaveLength(CHECK_RULES.length);
});

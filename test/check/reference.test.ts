import { expect, it } from 'vitest';
import { rulesList, rulesReference } from '../../src/check/reference.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';

it('every code once: in the list, and as an anchor', () => {
  const codes = CHECK_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rulesReference().split('\n')).toContain(`### ${code}`);
    expect(rulesList()).toMatch(new RegExp(`^${code} `, 'm'));
  }
});

it('every rule names a page of AWS', () => {
  for (const { source } of CHECK_RULES) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});

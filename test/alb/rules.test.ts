// Each rule with samples that meet it and break it, and with a value that is known only at deploy time.
import { describe, expect, it } from 'vitest';
import { judge, readValues, SETTINGS, type Rule } from '../../src/alb/rule.ts';
import { RULES } from '../../src/alb/rules/index.ts';
import { UNKNOWN } from '../../src/alb/setting.ts';
import { RULE_SAMPLES, type Sample } from './rule-samples.ts';

const settings = (sample: Sample) => new Map(Object.entries(sample));

describe.each(RULES.map((rule): [string, Rule] => [rule.code, rule]))('%s', (code, rule) => {
  const samples = RULE_SAMPLES[code];
  it('has samples', () => {
    expect(samples?.met).not.toHaveLength(0);
    expect(samples?.violated).not.toHaveLength(0);
  });
  it.each(samples?.met ?? [])('is met by %j', (sample) => {
    expect(judge(rule, settings(sample))).toBe('met');
  });
  it.each(samples?.violated ?? [])('is violated by %j, and says what to do', (sample) => {
    expect(judge(rule, settings(sample))).toBe('violated');
    const { what, remedy } = rule.words(readValues(rule, settings(sample)) ?? {}, (key) => `<${key}>`);
    expect(what).toMatch(/<.+>/);
    expect(`${what} ${remedy}`).not.toContain('undefined');
  });
  it.each(samples?.notApplicable ?? [])('does not apply to %j', (sample) => {
    expect(judge(rule, settings(sample))).toBe('not-applicable');
  });
  it.each(rule.reads)('does not guess when %s is known only at deploy time', (key) => {
    expect(
      judge(
        rule,
        new Map<string, string | typeof UNKNOWN>([...settings(samples?.violated[0] ?? {}), [key, UNKNOWN]]),
      ),
    ).toBe('not-applicable');
  });
  it('reads settings that exist, and cites its source', () => {
    for (const key of rule.reads) expect(SETTINGS[rule.subject]).toHaveProperty([key]);
    expect(rule.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});

it('codes are unique', () => {
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
});

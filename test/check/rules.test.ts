// Every rule on both sides, and with values that are known only at deploy time.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTemplate, wordCheckFinding } from '../../src/check/check.ts';
import { modelOf } from '../../src/check/model.ts';
import type { Judgement } from '../../src/check/rule.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { readTemplate } from '../../src/check/template.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`fixtures/everything-${name}.yaml`, import.meta.url), 'utf8');

const judgements = (text: string): Map<string, Judgement[]> => {
  const model = modelOf(readTemplate(text));
  return new Map(CHECK_RULES.map((rule) => [rule.code, [...rule.judge(model)]]));
};
const codes = CHECK_RULES.map(({ code }) => code);

describe('everything wrong', () => {
  const text = fixture('wrong');
  const expected = text.split('\n').flatMap((line, index) => {
    const marked = /#! (.*)$/.exec(line)?.[1]?.split(' ') ?? [];
    return marked.map((code) => `${index + 1} ${code}`);
  });

  it('every rule fires, at the lines that are marked and nowhere else', () => {
    const result = checkTemplate(text);
    const found = result.ok ? result.findings.map(({ line, code }) => `${line} ${code}`) : [];
    expect([...new Set(found)].toSorted()).toEqual(expected.toSorted());
  });

  it.each(codes)('%s has a violated sample', (code) => {
    expect(expected.some((one) => one.endsWith(` ${code}`))).toBe(true);
  });

  it('every finding has words', () => {
    const result = checkTemplate(text);
    for (const finding of result.ok ? result.findings : []) {
      const { what, allowed, remedy } = wordCheckFinding(finding);
      for (const words of [what, remedy, allowed ?? '-'])
        expect(words).not.toMatch(/undefined|\[object|Symbol|^$/);
      expect(JSON.parse(JSON.stringify(finding))).toEqual(JSON.parse(JSON.stringify({ ...finding })));
    }
  });
});

describe('everything right', () => {
  const text = fixture('right');
  const judged = judgements(text);
  it('has no finding above info, and what is left is known', () => {
    const result = checkTemplate(text);
    expect(result.ok && result.findings.map(({ code, logicalId }) => `${code} ${logicalId}`)).toEqual([]);
  });
  it.each(codes)('%s has a sample that meets it', (code) => {
    expect(judged.get(code)?.some(({ verdict }) => verdict === 'met')).toBe(true);
  });
});

describe('everything unknown', () => {
  const judged = judgements(fixture('unknown'));
  it.each(codes)('%s does not guess', (code) => {
    expect(judged.get(code)?.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });
  // What these look at is there or not, whatever its value.
  const ALWAYS_KNOWN = new Set([
    'ignore-invalid',
    'attribute-unknown',
    'attribute-not-for-alb',
    'attribute-duplicate',
    'attribute-value',
    'property-value',
    'metrics-watched',
    'draining-zero',
    'log-bucket-depends-on',
  ]);
  it.each(codes.filter((code) => !ALWAYS_KNOWN.has(code)))('%s says not applicable', (code) => {
    expect(judged.get(code)?.some(({ verdict }) => verdict === 'not-applicable')).toBe(true);
  });
});

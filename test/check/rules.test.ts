// Every rule on both sides, and with values that are known only at deploy time.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTemplate, wordCheckFinding } from '../../src/check/check.ts';
import { modelOf } from '../../src/check/model.ts';
import type { Judgement } from '../../src/check/rule.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { readTemplate } from '../../src/check/template.ts';

const FOLDER = new URL('fixtures/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8');
/** everything, routing, services: each as wrong, right and unknown. */
const named = (kind: string) =>
  readdirSync(FOLDER)
    .map((file) => file.replace('.yaml', ''))
    .filter((name) => name.endsWith(`-${kind}`));

const judgements = (text: string): Map<string, Judgement[]> => {
  const model = modelOf(readTemplate(text));
  return new Map(CHECK_RULES.map((rule) => [rule.code, [...rule.judge(model)]]));
};
const judgedIn = (kind: string): Map<string, Judgement[]> => {
  const all = named(kind).map((name) => judgements(fixture(name)));
  return new Map(codes.map((code) => [code, all.flatMap((one) => one.get(code) ?? [])]));
};
const codes = CHECK_RULES.map(({ code }) => code);

/** "12 tls-only" for each `#! tls-only` of line 12. */
const marked = (text: string): string[] =>
  text.split('\n').flatMap((line, index) => {
    const found = /#! (.*)$/.exec(line)?.[1]?.split(' ') ?? [];
    return found.map((code) => `${index + 1} ${code}`);
  });

describe('what is wrong', () => {
  it.each(named('wrong'))('%s: at the lines that are marked and nowhere else', (name) => {
    const text = fixture(name);
    const result = checkTemplate(text);
    const found = result.ok ? result.findings.map(({ line, code }) => `${line} ${code}`) : [];
    expect([...new Set(found)].toSorted()).toEqual(marked(text).toSorted());
  });

  const all = named('wrong').flatMap((name) => marked(fixture(name)));
  it.each(codes.filter((code) => code !== 'rules-over-quota'))('%s has a violated sample', (code) => {
    expect(all.some((one) => one.endsWith(` ${code}`))).toBe(true);
  });

  it.each(named('wrong'))('%s: every finding has words and plain data', (name) => {
    const result = checkTemplate(fixture(name));
    const findings = result.ok ? result.findings : [];
    expect(findings).not.toEqual([]);
    for (const finding of findings) {
      const { what, allowed, remedy } = wordCheckFinding(finding);
      for (const words of [what, remedy, allowed ?? '-'])
        expect(words, finding.code).not.toMatch(/undefined|\[object|Symbol|NaN|^$/);
      for (const value of Object.values(finding.args))
        expect(['string', 'number', 'boolean', 'undefined'], finding.code).toContain(typeof value);
    }
  });
});

describe('what is right', () => {
  it.each(named('right'))('%s has no finding, info included', (name) => {
    const result = checkTemplate(fixture(name));
    expect(result.ok && result.findings.map(({ code, logicalId }) => `${code} ${logicalId}`)).toEqual([]);
  });

  const judged = judgedIn('right');
  it.each(codes)('%s has a sample that meets it', (code) => {
    expect(judged.get(code)?.some(({ verdict }) => verdict === 'met')).toBe(true);
  });
});

describe('what is unknown', () => {
  const judged = judgedIn('unknown');
  it.each(codes)('%s does not guess', (code) => {
    const violated = judged.get(code)?.filter(({ verdict }) => verdict === 'violated');
    expect(violated?.map(({ resource: { id } }) => id)).toEqual([]);
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
    'rules-over-quota',
    'key-duplicate',
  ]);
  it.each(codes.filter((code) => !ALWAYS_KNOWN.has(code)))('%s says not applicable', (code) => {
    expect(judged.get(code)?.some(({ verdict }) => verdict === 'not-applicable')).toBe(true);
  });
});

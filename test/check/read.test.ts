// Files of all kinds: anything but a template gets a line and a reason, quickly, and nothing crashes.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import { MAX_BYTES } from '../../src/check/read.ts';
import { ours, summary } from './samples.ts';

describe('our own templates', () => {
  it.each(ours)('%s: one load balancer, nothing above info', (_name, text) => {
    const result = checkTemplate(text);
    expect(result).toMatchObject({ ok: true, loadBalancers: 1 });
    expect(result.ok && result.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

describe('text that is not a template', () => {
  it.each([
    ['', 1, /empty/],
    ['just words', 1, /not a template/],
    ['a: 1', 1, /no section Resources/],
    ['Description: x\nResources: []', 2, /not a map/],
    ['Resources:\n  A: {Type: X\n  B: 2', 3, /./],
    ['Resources:\n  A: "open', 2, /./],
    ['Resources: {}\n---\nResources: {}', 2, /one YAML document/],
    ['Resources: {A: *nowhere}', 1, /anchor|alias/i],
    ['{"Resources": {"A": {"Type": "B" "C"}}}', 1, /./],
  ])('%j: line %i', (text, line, reason) => {
    expect(summary(text)).toMatchObject({ line, reason: expect.stringMatching(reason) as string });
  });

  it('more than 1 MB', () => {
    expect(summary(`Resources: {}\n#${'x'.repeat(MAX_BYTES)}`)).toMatchObject({
      reason: expect.stringMatching(/bytes/) as string,
    });
  });

  const levels = 10_000;
  it.each([
    ['lists in brackets', `Resources: ${'['.repeat(levels)}${']'.repeat(levels)}`],
    ['lists in unclosed brackets', '['.repeat(MAX_BYTES - 10)],
    ['maps in braces', `Resources: ${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`],
    ['lists by hyphens', `Resources:\n${'- '.repeat(levels)}x`],
    ['keys that are asked for', `${'? '.repeat(levels)}x`],
    [
      'maps by indentation',
      Array.from({ length: 1400 }, (_one, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
    ['JSON', `{"Resources": ${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`],
    [
      'a bomb of aliases',
      `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_one, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join('\n')}\nResources: {}`,
    ],
    [
      'a wide bomb of aliases',
      `a: &a [${'x, '.repeat(5000)}]\nb: &b [${'*a, '.repeat(5000)}]\nResources: [${'*b, '.repeat(5000)}]`,
    ],
    ['an alias of itself', 'Resources: &a {b: *a}'],
  ])('%s: refused quickly', (_name, text) => {
    expect(summary(text)).toHaveProperty('reason');
  });
});

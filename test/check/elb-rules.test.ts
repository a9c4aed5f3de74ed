// The samples of ELB's rules from test/alb, as templates: `check` comes to the same verdicts, at the right lines.
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/alb/rules/index.ts';
import { TOPOLOGY_RULES } from '../../src/alb/rules/topology.ts';
import { UNKNOWN, type Unknown } from '../../src/alb/setting.ts';
import { checkTemplate, ruleOf } from '../../src/check/check.ts';
import { modelOf } from '../../src/check/model.ts';
import type { Judgement } from '../../src/check/rule.ts';
import { readTemplate } from '../../src/check/template.ts';
import { RULE_SAMPLES, type Sample } from '../alb/rule-samples.ts';
import { topology } from '../alb/topology/build.ts';
import { TOPOLOGY_SAMPLES } from '../alb/topology/rule-samples.ts';
import { PARTS, settingsTemplate, topologyTemplate } from './sample-template.ts';

const judgementsOf = (code: string, text: string): Judgement[] => [
  ...ruleOf(code).judge(modelOf(readTemplate(text))),
];
const verdictsOf = (code: string, text: string) => judgementsOf(code, text).map(({ verdict }) => verdict);

/** What a user sees of one rule, and the text of each line that it points to. */
function shown(code: string, text: string): string[] {
  const lines = text.split('\n');
  const result = checkTemplate(text, [ruleOf(code)]);
  return result.ok ? result.findings.map(({ line }) => lines[line - 1] ?? '') : [];
}

// Where no policy is given, tls-policy-omitted applies instead.
const NEEDS_A_POLICY = new Set(['tls-policy-old', 'tls-policy-unknown']);
const isSaid = (code: string, sample: Sample) => !NEEDS_A_POLICY.has(code) || 'SslPolicy' in sample;

describe.each(RULES)('$code', ({ code, subject, reads }) => {
  const write = (sample: Record<string, string | Unknown>) =>
    settingsTemplate(subject, new Map(Object.entries(sample)));
  const { met, violated } = RULE_SAMPLES[code] ?? { met: [], violated: [] };
  const said = violated.filter((sample) => isSaid(code, sample));

  it('has a sample that a template can violate', () => {
    expect(said).not.toEqual([]);
  });
  it.each(said)('violated by %j, at a setting or at the resource', (sample) => {
    const [line, ...more] = shown(code, write(sample));
    expect(more).toEqual([]);
    const words = [...Object.keys(sample).map((key) => key.split('.').at(-1) ?? ''), PARTS[subject]];
    expect(words.some((word) => line?.includes(word))).toBe(true);
  });
  it.each(met.filter((sample) => isSaid(code, sample)))('met by %j', (sample) => {
    const verdicts = verdictsOf(code, write(sample));
    expect(verdicts).not.toContain('violated');
  });
  it.each(reads)('does not guess when %s is known only at deploy time', (key) => {
    expect(verdictsOf(code, write({ ...said[0], [key]: UNKNOWN }))).not.toContain('violated');
  });
});

describe.each(TOPOLOGY_RULES)('$code', ({ code }) => {
  const templates = (kind: 'met' | 'violated' | 'notApplicable'): [string][] =>
    (TOPOLOGY_SAMPLES[code]?.[kind] ?? []).flatMap((sample) => {
      const text = topologyTemplate(topology(sample));
      return text === undefined ? [] : [[text] as [string]];
    });

  it.each(templates('violated'))('violated in template %#', (text) => {
    expect(shown(code, text)).not.toEqual([]);
  });
  it.each(templates('met'))('met in template %#', (text) => {
    expect(new Set(verdictsOf(code, text))).toEqual(new Set(['met']));
  });
  it.each(templates('notApplicable'))('does not guess in template %#', (text) => {
    expect(verdictsOf(code, text)).not.toContain('violated');
  });
  it('has samples of both kinds that a template can express', () => {
    expect(templates('violated')).not.toEqual([]);
    expect(templates('met')).not.toEqual([]);
  });
});

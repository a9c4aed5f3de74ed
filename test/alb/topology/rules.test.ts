// Each rule about a topology: violated, met, not applicable, and near misses that must not count as violations.
import { describe, expect, it } from 'vitest';
import { TOPOLOGY_RULES } from '../../../src/alb/rules/topology.ts';
import { topology } from './build.ts';
import { TOPOLOGY_SAMPLES, type Sample } from './rule-samples.ts';

describe.each(TOPOLOGY_RULES)('$code', (one) => {
  const samples = TOPOLOGY_SAMPLES[one.code];
  const verdicts = (sample: Sample) => [...one.judge(topology(sample))].map(({ verdict }) => verdict);

  it.each(samples?.violated ?? [])('is violated by sample %#', (sample) => {
    const violations = verdicts(sample).filter((verdict) => typeof verdict !== 'string');
    expect(violations.length).toBeGreaterThan(0);
    for (const { where, args } of violations.flat()) {
      expect(where).toMatch(/./);
      const { what, allowed = '-', remedy } = one.words(args);
      for (const words of [what, allowed, remedy]) expect(words).not.toMatch(/undefined|NaN|\[object|^$/);
    }
  });
  it.each(samples?.met ?? [])('is met by sample %#', (sample) => {
    expect(new Set(verdicts(sample))).toEqual(new Set(['met']));
  });
  it.each(samples?.notApplicable ?? [])('does not guess in sample %#', (sample) => {
    expect(verdicts(sample)).toContain('not-applicable');
    expect(verdicts(sample).filter((verdict) => typeof verdict !== 'string')).toEqual([]);
  });
  it('has samples of both kinds', () => {
    expect(samples?.violated.length).toBeGreaterThan(0);
    expect(samples?.met.length).toBeGreaterThan(0);
  });
});

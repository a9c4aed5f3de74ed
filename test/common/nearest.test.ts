import { expect, it } from 'vitest';
import { nearest } from '../../src/common/nearest.ts';

it.each([
  ['stickyness', ['type', 'stickiness'], 'stickiness'],
  ['DNS', ['waf', 'dns'], 'dns'],
  ['tempalte', ['template', 'deploy'], 'template'],
  ['bogus', ['logs', 'cost'], undefined],
  ['a', ['b'], undefined],
  ['portal', ['port'], 'port'],
  ['porters', ['port'], undefined],
])('%s of %j: %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearest, suggestions } from '../../src/common/nearest.ts';

it.each([
  ['stickyness', ['type', 'stickiness'], 'stickiness'],
  ['DNS', ['waf', 'dns'], 'dns'],
  ['tempalte', ['template', 'deploy'], 'template'],
  ['bogus', ['logs', 'cost'], undefined],
  ['a', ['b'], undefined],
  ['portal', ['port'], 'port'],
  ['porters', ['port'], undefined],
])('nearest to %s of %j: %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

it.each([
  ['stack', ['stack-name', 'yes'], ['stack-name']],
  ['price', ['price-hour', 'price-lcu', 'profile'], ['price-hour', 'price-lcu']],
  ['fromat', ['format', 'from-clients'], ['format']],
  ['st', ['stack-name'], []],
  ['xyz', ['format'], []],
])('suggests for %s of %j: %j', (word, candidates, expected) => {
  expect(suggestions(word, candidates)).toEqual(expected);
});

/** The definition: optimal string alignment, without any bound. */
function edits(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const replaced = edits(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1);
  const swapped =
    a[0] === b[1] && a[1] === b[0] && a.length > 1 ? edits(a.slice(2), b.slice(2)) + 1 : Infinity;
  return Math.min(replaced, edits(a.slice(1), b) + 1, edits(a, b.slice(1)) + 1, swapped);
}

it('the nearest candidate has the fewest edits, at most a third of the length', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), (typed, candidates) => {
      const close = candidates.filter(
        (each) => edits(typed, each) * 3 <= Math.max(typed.length, each.length),
      );
      const least = Math.min(...close.map((each) => edits(typed, each)));
      expect(nearest(typed, candidates)).toBe(close.find((each) => edits(typed, each) === least));
    }),
  );
});

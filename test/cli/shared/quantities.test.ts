// Numbers and durations in options.
import { expect, it } from 'vitest';
import { QuantityReader } from '../../../src/cli/shared/quantities.ts';

const number = (text: string): number | undefined => new QuantityReader().number('--n', text);

it.each([
  ['50k', 50_000],
  ['50K', 50_000],
  ['1.5M', 1_500_000],
  ['1.1k', 1100],
  ['0.5', 0.5],
  ['2e3', 2000],
])('%s is a number', (text, value) => {
  expect(number(text)).toBe(value);
});

it.each(['50m', '50kk', 'k', '1,000', '0x10', 'NaN', '1e3k', '-5', '2G'])('%s is not a number', (text) => {
  expect(number(text)).toBeUndefined();
});

it('checks suffixed numbers against the range, and accepts them as integers', () => {
  const read = new QuantityReader();
  expect(read.number('--a', '1.5k', { integer: true })).toBe(1500);
  expect(read.number('--b', '1.5k', { max: 100 })).toBeUndefined();
  expect(read.number('--c', '0.0005k', { integer: true })).toBeUndefined();
  expect(() => read.check()).toThrow(/"1\.5k" is not allowed/);
});

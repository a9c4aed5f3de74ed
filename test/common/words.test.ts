import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from '../../src/common/columns.ts';
import { count, forNumber, many, median, percent } from '../../src/common/numbers.ts';
import { printable } from '../../src/common/printable.ts';
import { countSeverities } from '../../src/common/severity.ts';

test('nouns agree with their count', () => {
  expect([many(0, 'line'), many(1, 'line'), many(2000, 'line')]).toEqual([
    '0 lines',
    '1 line',
    '2,000 lines',
  ]);
  expect([many(1, 'entry', 'entries'), many(3, 'entry', 'entries')]).toEqual(['1 entry', '3 entries']);
  expect([forNumber(1, 'is', 'are'), forNumber(0, 'is', 'are')]).toEqual(['is', 'are']);
  expect(count(1234567.4)).toBe('1,234,567');
});

test.each([
  [0, '0.0 %'],
  [0.0004, '<0.1 %'],
  [0.312, '31.2 %'],
  [0.9996, '>99.9 %'],
  [1, '100.0 %'],
  [2.5, '250.0 %'],
])('prints a share of %d as %s', (share, words) => {
  expect(percent(share)).toBe(words);
});

test.each([
  [[], 0],
  [[7], 7],
  [[9, 1, 5], 5],
  // The lower of the two middle values: nothing is interpolated.
  [[9, 1, 5, 2], 2],
])('the median of %j is %d', (values, middle) => {
  expect(median(new Set(values))).toBe(middle);
});

test('counts findings by severity, most severe first', () => {
  const findings = (['info', 'warning', 'error', 'info', 'error'] as const).map((severity) => ({ severity }));
  expect(countSeverities(findings)).toBe('2 errors, 1 warning, 2 info');
  expect(countSeverities([])).toBe('');
});

test('aligns numbers right and words left, without trailing spaces', () => {
  expect(
    columns(
      [
        ['target', '1', 'new'],
        ['t', '200', ''],
      ],
      [0, 2],
    ),
  ).toEqual(['  target    1  new', '  t       200']);
});

test('untrusted text reaches a terminal as visible characters only', () => {
  expect(printable('ordinary text: äöü, 漢字, /path?x=1')).toBe('ordinary text: äöü, 漢字, /path?x=1');
  expect(printable('\u001b[31m\u202egnp')).toBe(String.raw`\u{1b}[31m\u{202e}gnp`);
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{C}\p{M}\p{Zl}\p{Zp}]/u);
    }),
  );
});

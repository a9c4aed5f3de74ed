// The diffs in test/golden are for readers: they show what an option changes, and nothing else.
import { expect, it } from 'vitest';
import { difference } from '../scripts/generated/difference.ts';

const lines = (...parts: readonly string[]) => `${parts.join('\n')}\n`;
const resource = (name: string, value: string) => [
  `  ${name}:`,
  '    Type: AWS::X::Y',
  '    Properties:',
  '      A: 1',
  `      Value: ${value}`,
  '      Z: 9',
];
const template = (value: string, ...first: string[]) =>
  lines(
    'Resources:',
    ...first,
    ...resource('One', '1'),
    ...resource('Two', value),
    ...resource('Three', '3'),
  );
const between = (from: string, to: string) =>
  difference({ name: 'production', text: from }, { name: 'case', text: to });

it('a change is shown in context, with its resource', () => {
  expect(between(template('2'), template('5'))).toBe(
    lines(
      '--- production',
      '+++ case',
      '@@ Two @@',
      '     Properties:',
      '       A: 1',
      '-      Value: 2',
      '+      Value: 5',
      '       Z: 9',
      '   Three:',
    ),
  );
});

it('does not change when the same resource is added to both texts', () => {
  const more = resource('Zero', '0');
  expect(between(template('2', ...more), template('5', ...more))).toBe(between(template('2'), template('5')));
});

it('of equal texts consists of the file names', () => {
  expect(between(template('2'), template('2'))).toBe(lines('--- production', '+++ case'));
});

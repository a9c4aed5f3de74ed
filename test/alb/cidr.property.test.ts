import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, isAddress, isCidrBlock } from '../../src/alb/cidr.ts';
import { runs } from '../helpers/scale.ts';

const RUNS = runs(3000);

/** Strings that are addresses, almost addresses, or neither. */
const text = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc
    .array(fc.constantFrom('0', '1', '00', '255', '256', 'a', 'ffff', '10000', 'g', '.', ':', '::', ''), {
      maxLength: 16,
    })
    .map((parts) => parts.join('')),
);

describe('are accepted as by Node, except IPv4 and zones inside IPv6', () => {
  test('are those of Node, but for IPv4 and zones inside IPv6', () => {
    fc.assert(
      fc.property(text, (address) => {
        const isTaken = isIP(address) === 4 || (isIP(address) === 6 && !/[.%]/.test(address));
        expect(isAddress(address), address).toBe(isTaken);
      }),
      RUNS,
    );
  });
});

describe('blocks', () => {
  test.each([
    ['10.0.0.0/8', true],
    ['10.0.0.1/8', false],
    ['10.0.0.1/32', true],
    ['0.0.0.0/0', true],
    ['10.0.0.0/33', false],
    ['10.0.0.0', false],
    ['10.0.0.0/', false],
    ['::/0', true],
    ['2001:db8::/32', true],
    ['2001:db8::1/32', false],
    ['2001:db8::1/128', true],
    ['2001:db8::/129', false],
    ['2001:db8::/32/1', false],
  ])('%s: %s', (block, expected) => {
    expect(isCidrBlock(block)).toBe(expected);
  });

  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', '::1', false],
  ])('%s contains %s: %s', (block, address, expected) => {
    expect(contains(block, address)).toBe(expected);
  });
});

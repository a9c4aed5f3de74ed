import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../../src/alb/setting.ts';
import {
  all,
  ALWAYS,
  canExistTogether,
  canHold,
  implies,
  not,
  type When,
} from '../../../src/alb/topology/when.ts';

const is = (variable: string, value: string, isFree = true): When => ({
  kind: 'equals',
  variable,
  value,
  isFree,
});

describe('which conditions can hold together', () => {
  it('a parameter has a single value', () => {
    expect(canExistTogether(is('env', 'prod'), is('env', 'dev'))).toBe(false);
    expect(canExistTogether(is('env', 'prod'), is('region', 'x'))).toBe(true);
    expect(canExistTogether(is('env', 'prod'), not(is('env', 'prod')))).toBe(false);
    expect(canExistTogether(is('env', 'prod'), not(is('env', 'dev')))).toBe(true);
  });

  it('a parameter takes only its allowed values', () => {
    const neither = all(not(is('https', 'true')), not(is('https', 'false')));
    expect(canHold(neither)).toBe(true);
    expect(canHold(neither, new Map([['https', ['true', 'false']]]))).toBe(false);
    expect(canHold(is('https', 'yes'), new Map([['https', ['true', 'false']]]))).toBe(false);
  });

  it('does not judge expressions that may depend on each other', () => {
    expect(canExistTogether(is('Select 0', 'a', false), is('Select 0', 'b', false))).toBe(false);
    expect(canExistTogether(is('Select 0', 'a', false), is('Select 1', 'b', false))).toBe(UNKNOWN);
  });

  it('does not judge too many combinations', () => {
    const many = all(...Array.from({ length: 20 }, (_one, index) => is(`p${index}`, 'x')), not(ALWAYS));
    expect(canHold(many)).toBe(UNKNOWN);
  });

  it('knows what implies what', () => {
    expect(implies(is('a', '1'), ALWAYS)).toBe(true);
    expect(implies(ALWAYS, is('a', '1'))).toBe(false);
    expect(implies(all(is('a', '1'), is('b', '1')), is('a', '1'))).toBe(true);
    expect(implies({ kind: 'any', of: [is('a', '1'), is('a', '2')] }, not(is('a', '3')))).toBe(true);
  });
});

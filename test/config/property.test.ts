import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { allKeys } from '../../src/config/keys.ts';
import { parseKey } from '../../src/config/path.ts';
import { validateConfig } from '../../src/config/validate.ts';
import { wordFinding } from '../../src/config/words.ts';
import { shapedInput, validInput } from '../helpers/arbitrary-config.ts';
import { runs } from '../helpers/scale.ts';

/** Every rejection must say where and what the problem is, and what to do. */
function expectExplained(input: unknown): void {
  const result = validateConfig(input);
  for (const finding of result.ok ? result.warnings : result.findings) {
    const { what, remedy } = wordFinding(finding);
    expect(what).toMatch(/\S/);
    expect(remedy).toMatch(/\S/);
    expect(what).not.toContain('undefined');
    expect(what).not.toContain('[object');
  }
  if (!result.ok) expect(result.findings.some(({ severity }) => severity === 'error')).toBe(true);
}

it('anything is accepted or refused with a reason, never a crash', () => {
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.jsonValue()), expectExplained), runs(2000));
});

it('any value at any key is accepted or refused with a reason', () => {
  const nest = (path: readonly string[], value: unknown): unknown =>
    path.reduceRight((inner, key) => Object.fromEntries([[key, inner]]), value);
  fc.assert(
    fc.property(fc.constantFrom(...allKeys()), fc.jsonValue({ maxDepth: 2 }), (key, value) =>
      expectExplained(nest(parseKey(key) ?? [], value)),
    ),
    runs(3000),
  );
});

it('a well-formed config is refused only by rules, each with a message', () => {
  fc.assert(fc.property(shapedInput(), expectExplained), runs(1000));
});

it('parsing a parsed config changes nothing', () => {
  fc.assert(
    fc.property(validInput(), (input) => {
      const once = validateConfig(input);
      if (!once.ok) throw new Error('not valid');
      const twice = validateConfig(once.config);
      expect(twice.ok && twice.config).toEqual(once.config);
    }),
    runs(300),
  );
});

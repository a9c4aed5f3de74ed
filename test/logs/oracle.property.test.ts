import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellStart, quantile } from '../../src/logs/scan/histogram.ts';
import { distributionOf } from '../../src/logs/scan/distribution.ts';
import { accessLine } from '../athena/lines.ts';
import { logTexts } from './generator/files.mjs';
import { readLog } from './oracle.ts';
import { scanText, summaryOf } from './summary.ts';
import { runs } from '../helpers/scale.ts';

/** The scanner, in two chunks, agrees with the oracle. */
function expectAgreement(text: string, split: number): void {
  const { durations, ...expected } = readLog(text);
  const tally = scanText(text, { splits: [split] });
  const { durations: _, ...found } = summaryOf(tally);
  expect(found).toEqual(expected);
  const values = distributionOf(tally);
  expect(values.count).toBe(durations.length);
  expect([values.min, values.max]).toEqual([durations[0] ?? 0, durations.at(-1) ?? 0]);
}

const generated = (seed: number, bytes: number, more = {}): string =>
  logTexts({ seed, bytes, malformed: 0.1, foreign: 0.05, clients: 20, ...more }).next().value ?? '';

/** The ingredients of odd lines. */
const SCRAPS = [
  '"',
  '\\',
  '\\"',
  '\\x22',
  ' ',
  '  ',
  '-',
  '\n',
  '\r\n',
  '\0',
  '\t',
  ':',
  '/',
  '?',
  '://',
  'HTTP/',
  '\xC3\x88',
  '"-"',
  '9',
  'Z',
  '.',
  '',
];

interface Mutation {
  at: number;
  remove: number;
  insert: string;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  remove: fc.nat({ max: 3 }),
  insert: fc.constantFrom(...SCRAPS),
});

const mutated = (text: string, mutations: readonly Mutation[]): string =>
  mutations.reduce((result, { at, remove, insert }) => {
    const place = Math.floor(at * result.length);
    return result.slice(0, place) + insert + result.slice(place + remove);
  }, text);

describe('the scanner and the oracle agree', () => {
  it('on generated logs', () => {
    for (let seed = 1; seed <= 5; seed++) expectAgreement(generated(seed, 300_000, { clients: 300 }), 99_999);
  });

  it('on mutated lines', () => {
    const run = (seed: number, mutations: Mutation[], split: number): void => {
      const text = mutated(generated(seed, 2500), mutations);
      expectAgreement(text, Math.floor(split * text.length));
    };
    fc.assert(
      fc.property(
        fc.nat({ max: 10_000 }),
        fc.array(mutation, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        run,
      ),
      runs(300),
    );
  });

  it('on arbitrary bytes', () => {
    const anything = fc.string({ unit: fc.constantFrom(...SCRAPS, 'ws', '101', ' ', ' '), maxLength: 200 });
    fc.assert(
      fc.property(anything, fc.nat({ max: 50 }), (text, split) => expectAgreement(text, split)),
      runs(300),
    );
  });

  it('on a time window', () => {
    const text = generated(7, 100_000);
    const window = { since: 1_782_986_460e6, until: 1_782_986_520e6 };
    const { durations: _, ...expected } = readLog(text, window);
    const { durations: __, ...found } = summaryOf(scanText(text, window));
    expect(found).toEqual(expected);
    expect(found.outsideTime).toBeGreaterThan(10);
    expect(found.counted).toBeGreaterThan(10);
  });
});

it('every split of a text gives the same result', () => {
  const text = generated(3, 3000).replaceAll('\n', '\r\n');
  const whole = summaryOf(scanText(text));
  for (let split = 0; split <= text.length; split++)
    expect(summaryOf(scanText(text, { splits: [split] })), String(split)).toEqual(whole);
  expect(summaryOf(scanText(text, { splits: Array.from({ length: text.length }, (_, at) => at) }))).toEqual(
    whole,
  );
});

/** @param micros how long the connection lasted. */
function closedAfter(micros: number): string {
  const closed = 1_782_986_400e6;
  const created = closed - micros;
  const seconds = Math.floor(created / 1e6);
  const fraction = String(created - seconds * 1e6).padStart(6, '0');
  return accessLine({
    time: new Date(closed / 1000).toISOString(),
    created: `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`,
  });
}

describe('durations', () => {
  it('fall into a cell at most 1/128 wide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 43 - 1 }), (value) => {
        const { cells, min, max } = distributionOf(scanText(closedAfter(value)));
        expect([min, max]).toEqual([value, value]);
        const cell = cells.indexOf(1);
        expect(cells.lastIndexOf(1)).toBe(cell);
        expect(cellStart(cell)).toBeLessThanOrEqual(value);
        expect(cellStart(cell + 1)).toBeGreaterThan(value);
        expect(cellStart(cell + 1) - cellStart(cell)).toBeLessThanOrEqual(Math.max(1, value / 128));
      }),
      runs(300),
    );
  });

  it('have quantiles at most 0.4 % off', () => {
    const text = generated(11, 400_000);
    const { durations } = readLog(text);
    const distribution = distributionOf(scanText(text));
    for (const share of [0, 0.01, 0.5, 0.9, 0.99, 0.999, 1]) {
      const exact = durations[Math.max(1, Math.ceil(share * durations.length)) - 1]!;
      const told = quantile(distribution, share)!;
      expect(Math.abs(told - exact) / exact, String(share)).toBeLessThanOrEqual(0.004);
    }
  });
});

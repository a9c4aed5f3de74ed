// --since and --until, and which folders of a bucket they select.
import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/cli/logs/progress.ts';
import { datedParts, daysBetween } from '../../src/cli/logs/s3-days.ts';
import { parseTime } from '../../src/cli/logs/times.ts';

const NOW = Date.parse('2026-07-02T12:00:00Z');
const parsed = (text: string) => new Date(parseTime(text, NOW) / 1000).toISOString();

describe('times', () => {
  it.each([
    ['2026-07-01', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01T10:00', '2026-07-01T10:00:00.000Z'],
    ['2026-07-01T10:00:01.5', '2026-07-01T10:00:01.500Z'],
    ['2026-07-01T10:00Z', '2026-07-01T10:00:00.000Z'],
    ['2026-07-01T10:00:00+02:00', '2026-07-01T08:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['90m', '2026-07-02T10:30:00.000Z'],
    ['2h', '2026-07-02T10:00:00.000Z'],
    ['3d', '2026-06-29T12:00:00.000Z'],
    ['1w', '2026-06-25T12:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });

  it('respects microseconds, and clamps times before 1970', () => {
    expect(parseTime('2026-07-01T10:00:00.000001Z', NOW)).toBe(Date.parse('2026-07-01T10:00Z') * 1000 + 1);
    expect(parseTime('2026-07-01T10:00:00.123456', NOW) % 1e6).toBe(123_456);
    expect([parseTime('999999w', NOW), parseTime('1900-01-01', NOW)]).toEqual([0, 0]);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-13-01',
    '2026-02-29',
    '2026-07-01T25:00',
    '2026-7-1',
    '3',
    '-3d',
    '01/07/2026',
    '2026-07-01 10:00',
  ])('refuses %j', (text) => {
    expect(() => parseTime(text, NOW)).toThrow('is not a time');
  });
});

describe('days of log files', () => {
  const micros = (time: string) => Date.parse(time) * 1000;

  it('include one more day at the end, for late delivery', () => {
    expect(daysBetween(micros('2026-06-30T23:59:00Z'), micros('2026-07-01T00:01:00Z'))).toEqual([
      '2026/06/30',
      '2026/07/01',
      '2026/07/02',
    ]);
  });

  /** A bucket, given by its keys. */
  const listing =
    (...keys: string[]) =>
    (prefix: string) =>
      Promise.resolve([
        ...new Set(
          keys
            .filter((key) => key.startsWith(prefix) && key.slice(prefix.length).includes('/'))
            .map((key) => `${key.slice(prefix.length).split('/')[0]}/`),
        ),
      ]);
  const days = ['2026/06/30', '2026/07/01'];
  const region = (account: string, name: string, prefix = '') =>
    `${prefix}AWSLogs/${account}/elasticloadbalancing/${name}/`;
  const both = (key: string) => [
    { key: `${key}2026/06/`, days: ['30'] },
    { key: `${key}2026/07/`, days: ['01'] },
  ];

  it('are found for every account and Region below a prefix, or below none, and not for other services', async () => {
    const [one, two] = [region('1', 'eu-west-1', 'a/b/'), region('2', 'us-east-1', 'c/')];
    const list = listing(
      `${one}2026/07/01/x`,
      `${two}2026/07/01/x`,
      'AWSLogs/1/CloudTrail/eu-west-1/2026/x',
      'athena-results/chat/elasticloadbalancing/no/x',
    );
    expect(await datedParts('a/b/', days, list)).toEqual(both(one));
    expect(await datedParts('', days, list)).toEqual([...both(two), ...both(one)]);
  });

  it('of a Region, a year, a month or a day are found without listing', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const key = region('1', 'eu-west-1');
    expect(await datedParts(key, days, never)).toEqual(both(key));
    expect(await datedParts(`${key}2026/`, days, never)).toEqual(both(key));
    expect(await datedParts(`${key}2026/07/`, days, never)).toEqual([both(key)[1]]);
  });

  it('are not narrowed down in a prefix without such folders', async () => {
    expect(await datedParts('logs/', days, listing('logs/a/b.gz'))).toBeUndefined();
  });
});

describe('the progress line', () => {
  it('shows share, bytes, rate and time left', () => {
    expect(progressLine(25e6, 100e6, 1000)).toBe(
      '██████░░░░░░░░░░░░░░░░░░ 25 %  25.0 MB of 100 MB  25.0 MB/s  3 s left',
    );
  });

  it('shows only bytes and rate when the total is unknown, as in a pipe', () => {
    expect(progressLine(25e6, undefined, 1000)).toBe('25.0 MB  25.0 MB/s');
    expect(progressLine(0, 0, 0)).toBe('0 B  0 B/s');
  });
});

// Full tables: what is lost, and that nothing else affects it.
import { expect, it } from 'vitest';
import { newMerger } from '../../src/cli/logs/units.ts';
import { attemptsOf } from '../../src/logs/attempts.ts';
import { accessResult } from '../../src/logs/scan/result.ts';
import { addChunk, endText, newLineScan } from '../../src/logs/scan/lines.ts';
import { newKernel } from '../../src/logs/scan/kernel.ts';
import { takeTally, type Tally } from '../../src/logs/scan/tally.ts';
import { accessLine } from '../athena/lines.ts';
import { scanText, sumOf } from './summary.ts';

const HEAVY = Array.from({ length: 10 }, (_, index) => `192.0.2.${index}`);
const address = (index: number): string => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

const opened = (client: string): string =>
  accessLine({ client: `${client}:40000`, created: '2026-07-02T09:59:50.000000Z' });

/** One line per address; after every fiftieth, one line for each heavy one. */
function crowd(addresses: number, from = 0): string {
  const lines: string[] = [];
  for (let index = from; index < from + addresses; index++) {
    lines.push(opened(address(index)));
    if (index % 50 === 0) for (const client of HEAVY) lines.push(opened(client));
  }
  return `${lines.join('\n')}\n`;
}

/** Rows of clients without their names, and the bound of what was lost. */
function clientsOf(tally: Tally) {
  const { clients } = accessResult(tally, 1e6);
  const heavy = clients.rows.filter(({ client }) => HEAVY.includes(client));
  return { ...clients, heavy };
}

const ADDRESSES = 40_000;

it('a full table keeps the heaviest keys, and bounds how much each may have lost', () => {
  const { keys, error, heavy, rows } = clientsOf(scanText(crowd(ADDRESSES)));
  expect(keys).toBeLessThanOrEqual(16_384);
  expect(error).toBeGreaterThan(0);
  expect(heavy).toHaveLength(HEAVY.length);
  // Counts are not lowered: only what was counted while a key was not held is missing.
  for (const { connections } of heavy) {
    expect(connections).toBeLessThanOrEqual(ADDRESSES / 50);
    expect(connections).toBeGreaterThanOrEqual(ADDRESSES / 50 - error);
  }
  expect(rows.slice(0, HEAVY.length).map(({ client }) => client)).toEqual(HEAVY);
});

it('chunking does not change what is lost', () => {
  const text = crowd(ADDRESSES);
  const whole = accessResult(scanText(text), 1e6);
  const splits = [1, 777, 50_000, 50_001, 1_234_567];
  expect(accessResult(scanText(text, { splits }), 1e6)).toEqual(whole);
});

it('bounds add up when tallies are summed', () => {
  const parts = [scanText(crowd(30_000)), scanText(crowd(30_000, 30_000))];
  const errors = parts.map((part) => clientsOf(part).error);
  const { error, heavy, keys } = clientsOf(sumOf(parts));
  expect(Math.min(...errors)).toBeGreaterThan(0);
  expect(error).toBeGreaterThanOrEqual(errors.reduce((sum, each) => sum + each, 0));
  expect(keys).toBeLessThanOrEqual(16_384);
  expect(heavy).toHaveLength(HEAVY.length);
  for (const { connections } of heavy) expect(connections).toBeGreaterThanOrEqual(1200 - error);
});

it('a client that was dropped and returned has one row per minute', () => {
  // More pairs of client and minute than fit, with the heavy ones recurring.
  const text = crowd(ADDRESSES);
  const { clientMinutes } = accessResult(scanText(text), 1e6);
  const names = clientMinutes.rows.map(({ client, minute }) => `${client} ${minute}`);
  expect(names.filter((name) => HEAVY.some((client) => name.startsWith(`${client} `)))).toHaveLength(
    HEAVY.length,
  );
  expect(new Set(names).size).toBe(names.length);
});

it('long user agents, and thousands of them, stay within the room for keys', () => {
  const lines = Array.from({ length: 30_000 }, (_, index) =>
    accessLine({ agent: `${index} ${'x'.repeat(index % 10 === 0 ? 8000 : 240)}` }),
  );
  const { userAgents } = accessResult(scanText(`${lines.join('\n')}\n`), 1e6);
  expect(userAgents.keys).toBeLessThanOrEqual(4096);
  expect(userAgents.error).toBeGreaterThan(0);
  for (const { word } of userAgents.rows) expect(word.length).toBeLessThanOrEqual(256);
});

it('keeps the latest of too many days, in any order', () => {
  const day = (index: number): string =>
    new Date(Date.UTC(2020, 0, 1 + index, 12)).toISOString().replace('.000Z', '.000000Z');
  const lines = Array.from({ length: 500 }, (_, index) => accessLine({ time: day(index), created: '-' }));
  const forwards = accessResult(scanText(`${lines.join('\n')}\n`)).minutes;
  expect(forwards.minute).toHaveLength(400);
  expect(forwards.outside).toBe(100);
  expect(forwards.minute[0]).toBe(Date.UTC(2020, 0, 101, 12) / 60_000);
  const backwards = accessResult(scanText(`${lines.toReversed().join('\n')}\n`)).minutes;
  expect(backwards).toEqual(forwards);
  const halves = [lines.slice(250), lines.slice(0, 250)].map((half) => scanText(`${half.join('\n')}\n`));
  expect(accessResult(sumOf(halves)).minutes).toEqual(forwards);
});

it('a target in two groups has one row per minute', () => {
  const group = /targetgroup\/\S+/;
  const line = accessLine({ target: '10.0.0.10:8080' });
  const other = line.replace(group, 'targetgroup/other/0123456789abcdef');
  expect(other).not.toBe(line);
  const { targets, targetMinutes } = accessResult(scanText(`${line}\n${other}\n${line}\n`));
  expect(targets.rows.map(({ connections }) => connections)).toEqual([2, 1]);
  expect(targetMinutes.rows).toMatchObject([{ word: '10.0.0.10:8080', closed: 3 }]);
});

/** A unique word for a number, without digits. */
const letters = (index: number): string =>
  index.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');

it('all failed upgrades are counted, however many rows are requested', () => {
  const paths = Array.from(
    { length: 3000 },
    (_, index) => `GET https://chat.example.com:443/${letters(index)} HTTP/1.1`,
  );
  const lines = paths.flatMap((request) => [
    accessLine({ request }),
    accessLine({ type: 'https', request, status: '502', targetStatus: '-' }),
  ]);
  const access = accessResult(scanText(`${lines.join('\n')}\n`), 10);
  expect(access.targets.rows.length).toBeLessThanOrEqual(10);
  expect(attemptsOf(access).failed).toBe(3000);
});

it('a text gives the same result in parts, including a client that changes targets between two parts', () => {
  const on = (target: number, client: number): string =>
    accessLine({ client: `192.0.2.${client}:40000`, target: `10.0.0.${target}:8080` });
  const lines = Array.from({ length: 600 }, (_, index) => on((index * 7) % 5, (index * index) % 11));
  const whole = accessResult(scanText(`${lines.join('\n')}\n`));
  for (const size of [1, 7, 250]) {
    const merger = newMerger(0);
    for (let at = 0; at < lines.length; at += size)
      merger.add(at / size, scanText(`${lines.slice(at, at + size).join('\n')}\n`));
    expect(accessResult(merger.finish())).toEqual(whole);
  }
  expect(whole.clients.rows.some(({ targetChanges }) => targetChanges > 0)).toBe(true);
  const [stays] = accessResult(scanText(`${Array.from({ length: 9 }, () => on(1, 1)).join('\n')}\n`)).clients
    .rows;
  expect(stays?.targetChanges).toBe(0);
});

it('a tally reuses the buffer of an earlier one if it is large enough, and nothing of the earlier one remains', () => {
  const kernel = newKernel();
  const tallyOf = (addresses: number, spare?: ArrayBuffer): Tally => {
    kernel.exports.begin();
    const scan = newLineScan(kernel, [], { kind: 'access' }, 0);
    addChunk(scan, Buffer.from(crowd(addresses)));
    endText(scan, false);
    return takeTally(kernel, [], spare);
  };
  const large = tallyOf(5000).buffer;
  const fresh = tallyOf(50);
  const reused = tallyOf(50, large);
  expect(reused.buffer).toBe(large);
  expect(accessResult(reused)).toEqual(accessResult(fresh));
  expect(tallyOf(5000, fresh.buffer).buffer).not.toBe(fresh.buffer);
});

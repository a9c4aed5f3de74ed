// The data of charts, compared with what the lines were made of.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { rowOf } from '../../src/logs/page/durations.ts';
import type { Pictures } from '../../src/logs/types.ts';
import { gzipped, logTexts } from './generator/files.mjs';
import { newTruth } from './generator/truth.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const truth = newTruth();
let pictures: Pictures;

async function picturesOf(path: string, workers: number): Promise<Pictures> {
  const { access } = await scanPaths({ paths: [path], kind: 'access', workers, pictures: true });
  return access!.pictures!;
}

beforeAll(async () => {
  const many = mkdtempSync(join(folder, 'many-'));
  const texts: string[] = [];
  for (const text of logTexts({ seed: 7, bytes: 400_000, minutes: 45 }, truth)) {
    texts.push(text);
    writeFileSync(join(many, `${texts.length}.log.gz`), gzipped(text));
    if (texts.length === 4) break;
  }
  writeFileSync(join(folder, 'one.log'), texts.join(''));
  pictures = await picturesOf(many, 0);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows in the same order, whoever counted them. */
const sorted = ({ durations, targets, hours }: Pictures) => ({
  hours,
  durations: durations.rows.toSorted((left, right) => left.minute - right.minute),
  targets: targets.rows.toSorted(
    (left, right) => left.minute - right.minute || (left.target < right.target ? -1 : 1),
  ),
});

it('durations by closing minute match the sockets', () => {
  expect(pictures.durations).toMatchObject({ width: 1, error: 0 });
  const wanted = new Map<string, number>();
  for (const { time, created } of truth.sockets) {
    const cell = created === undefined ? 'unknown' : Math.floor(rowOf((time - created) / 1e6));
    const key = `${Math.floor(time / 60e6)} ${cell}`;
    wanted.set(key, (wanted.get(key) ?? 0) + 1);
  }
  const found = new Map<string, number>();
  for (const { minute, cells, unknown } of pictures.durations.rows) {
    for (const [cell, count] of cells.entries()) if (count > 0) found.set(`${minute} ${cell}`, count);
    if (unknown > 0) found.set(`${minute} unknown`, unknown);
  }
  expect(wanted.size).toBeGreaterThan(500);
  expect(found).toEqual(wanted);
});

it('targets by minute add up to the sockets', () => {
  expect(pictures.targets.error).toBe(0);
  const closed = new Map<string, number>();
  const opened = new Map<string, number>();
  const { width } = pictures.targets;
  const keyOf = (target: string, time: number) => `${target} ${Math.floor(time / 60e6 / width) * width}`;
  const add = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1);
  for (const { target, time, created } of truth.sockets) {
    add(closed, keyOf(target, time));
    if (created !== undefined) add(opened, keyOf(target, created));
  }
  const rowsOf = (of: 'opened' | 'closed') =>
    new Map(
      pictures.targets.rows
        .filter((row) => row[of] > 0)
        .map((row) => [`${row.target} ${row.minute}`, row[of]]),
    );
  expect(rowsOf('closed')).toEqual(closed);
  expect(rowsOf('opened')).toEqual(opened);
});

it('hours contain the open time of the sockets, all bytes and all requests', () => {
  const hour = 3600e6;
  for (const each of pictures.hours) {
    const [from, to] = [each.hour * hour, (each.hour + 1) * hour];
    const open = truth.sockets.reduce(
      (sum, { time, created = time }) => sum + Math.max(0, Math.min(time, to) - Math.max(created, from)),
      0,
    );
    expect(each.openSeconds).toBeCloseTo(open / 1e6, 3);
    expect(each.opened).toBe(
      truth.sockets.filter(({ created = -1 }) => created >= from && created < to).length,
    );
    expect(each.requests).toBe(truth.plain.filter(({ time }) => time >= from && time < to).length);
  }
  const bytes = pictures.hours.reduce((sum, each) => sum + each.bytes, 0);
  expect(bytes).toBe(truth.received + truth.sent + truth.plain.reduce((sum, each) => sum + each.bytes, 0));
});

it('are the same from one file or many, in one thread or two', async () => {
  expect(sorted(await picturesOf(join(folder, 'one.log'), 2))).toEqual(sorted(pictures));
});

it('are counted on request only', async () => {
  const { access } = await scanPaths({ paths: [join(folder, 'one.log')], kind: 'access', workers: 0 });
  expect(access!.pictures).toBe(undefined);
});

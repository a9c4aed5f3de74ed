// Runs rows of the truth table.
import { describe, expect, it } from 'vitest';
import { findHaproxy } from '../helpers/haproxy.ts';
import { optional, skipIf } from '../helpers/tools.ts';
import { codes, look } from '../helpers/verify-lab.ts';
import type { Fault } from './faults.ts';

const NEEDS = {
  haproxy: skipIf(findHaproxy() === undefined, 'haproxy is neither on PATH nor to be had from apt'),
  nginx: optional('nginx'),
  nothing: {},
} as const;

/** Each row is a test: exactly its findings, with its words. */
export function runTable(title: string, faults: readonly Fault[]): void {
  describe(title, () => {
    it.each(faults.filter(({ needs }) => needs === undefined))('$name', check);
    for (const name of ['haproxy', 'nginx'] as const) {
      const rows = faults.filter(({ needs }) => needs === name);
      if (rows.length > 0) describe(name, NEEDS[name], () => void it.each(rows)('$name', check));
    }
  });
}

async function check({ start, codes: expected, says }: Fault): Promise<void> {
  const report = await look(await start());
  expect(codes(report), JSON.stringify(report, undefined, 1)).toEqual(expected);
  if (says) expect(JSON.stringify(report.findings)).toMatch(says);
}

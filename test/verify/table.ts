// Runs rows of the truth table.
import { expect, it } from 'vitest';
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
export function runTable(faults: readonly Fault[]): void {
  it.for(faults)('$name', async (fault, { skip, task }) => {
    const { skip: isMissing, meta } = fault.needs ? NEEDS[fault.needs] : {};
    if (isMissing === true) {
      task.meta.skippedBecause = String(meta?.['skippedBecause']);
      skip();
    }
    await check(fault);
  });
}

async function check({ start, codes: expected, says }: Fault): Promise<void> {
  const report = await look(await start());
  expect(codes(report), JSON.stringify(report, undefined, 1)).toEqual(expected);
  if (says) expect(JSON.stringify(report.findings)).toMatch(says);
}

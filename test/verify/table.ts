// Runs rows of the truth table.
import { expect, it, type TestContext } from 'vitest';
import { findHaproxy } from '../helpers/haproxy.ts';
import { optional, skipIf } from '../helpers/tools.ts';
import { codes, look } from '../helpers/verify-lab.ts';
import type { Fault } from './faults.ts';

const NEEDS = {
  haproxy: skipIf(findHaproxy() === undefined, 'haproxy is neither on PATH nor to be had from apt'),
  nginx: optional('nginx'),
  nothing: {},
} as const;

/** Each row is a test: exactly these findings, with these texts. */
export function runTable(faults: readonly Fault[]): void {
  it.for(faults)('$name', async (fault, context) => {
    skipWithout(fault.needs ?? 'nothing', context);
    await check(fault);
  });
}

function skipWithout(needs: keyof typeof NEEDS, { skip, task }: TestContext): void {
  const options: { readonly skip?: boolean; readonly meta?: object } = NEEDS[needs];
  if (options.skip !== true) return;
  task.meta.skippedBecause = String(
    (options.meta as Record<string, unknown> | undefined)?.['skippedBecause'],
  );
  skip();
}

/** Rows that mostly wait, many side by side, in one test for each required program. */
const SIDE_BY_SIDE = 8;

export function runTogether(faults: readonly Fault[]): void {
  const batches = (['haproxy', 'nginx', 'nothing'] as const).flatMap((needs) => {
    const rows = faults.filter((row) => (row.needs ?? 'nothing') === needs);
    return Array.from({ length: Math.ceil(rows.length / SIDE_BY_SIDE) }, (_, index) => {
      const some = rows.slice(index * SIDE_BY_SIDE, (index + 1) * SIDE_BY_SIDE);
      return { needs, some, names: some.map(({ name }) => name).join('; ') };
    });
  });
  it.for(batches)('$names', async ({ needs, some }, context) => {
    skipWithout(needs, context);
    const results = await Promise.allSettled(some.map(check));
    const wrong = results.flatMap((result, index) =>
      result.status === 'rejected' ? [`${some[index]?.name}: ${String(result.reason)}`] : [],
    );
    expect(wrong).toEqual([]);
  });
}

async function check({ start, codes: expected, says }: Fault): Promise<void> {
  const report = await look(await start());
  expect(codes(report), JSON.stringify(report, undefined, 1)).toEqual(expected);
  if (says) expect(JSON.stringify(report.findings)).toMatch(says);
}

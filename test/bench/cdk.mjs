// The template compared with the same stack synthesized by CDK: how long a change of the config takes in each.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { BIN, row, seconds } from './measure.mjs';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 25);

export const title = 'generate template against the synthesis of the same stack by CDK';

/** @returns {import('./measure.mjs').Row[]} */
export function run() {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-bench-'));
  try {
    spawnSync(process.execPath, [BIN, 'cdk', '--app', '-o', folder], { stdio: 'inherit' });
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
    // Compiled beforehand and run by Node alone: neither tsx nor the CDK CLI counts.
    for (const file of ['lib/websocket-alb-stack', 'bin/app']) {
      const code = readFileSync(join(folder, `${file}.ts`), 'utf8').replace("-stack.ts'", "-stack.mjs'");
      const { code: js } = transformSync(code, { loader: 'ts', format: 'esm' });
      writeFileSync(join(folder, `${file}.mjs`), js);
    }
    const { context } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
    process.env['CDK_CONTEXT_JSON'] = JSON.stringify(context);
    process.env['CDK_OUTDIR'] = join(folder, 'cdk.out');
    const ratios = [];
    for (let round = -2; round < ROUNDS; round++) {
      const ours = seconds(process.execPath, [BIN, 'template', '-o', '/dev/null']);
      const theirs = seconds(process.execPath, [join(folder, 'bin/app.mjs')]);
      // The first rounds warm the disk cache.
      if (round >= 0) ratios.push(theirs / ours);
    }
    return [
      row(
        {
          what: 'synthesis of the production stack',
          baseline: 'generate template',
          note: 'how many times as long; the aim is 20',
        },
        ratios,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Start-up times as ratios to a bare Node, measured in pairs within one run: A B A B …, so that a machine whose speed
// drifts does not decide the result. `npm run bench`, or `node test/bench/run.mjs --json`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/generate.js', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 25);

const COMMANDS = {
  'generate --help': ['--help'],
  'generate --version': ['--version'],
  'generate template': ['template'],
  'generate template --preset quick-start --set name=x': [
    'template',
    '--preset',
    'quick-start',
    '--set',
    'name=x',
  ],
};

/** @param {readonly string[]} args */
function seconds(args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${args.join(' ')} exited with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const rows = Object.entries(COMMANDS).map(([name, args]) => {
  const ratios = [];
  for (let round = -2; round < ROUNDS; round++) {
    const bare = seconds(['-e', '0']);
    const ours = seconds([BIN, ...args]);
    // The first rounds warm the disk cache.
    if (round >= 0) ratios.push(ours / bare);
  }
  return {
    command: name,
    baseline: 'node -e 0',
    ratio: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    rounds: ROUNDS,
  };
});

if (process.argv.includes('--json')) console.log(JSON.stringify(rows, undefined, 2));
else {
  console.log(`Start-up against ${rows[0]?.baseline}, ${ROUNDS} pairs each`);
  for (const { command, ratio, min, max } of rows)
    console.log(`  ${ratio.toFixed(2)}×  (${min.toFixed(2)}–${max.toFixed(2)})  ${command}`);
}

// Whole commands compared with bare Node.
import { BIN, row, seconds } from './measure.mjs';

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

export const title = 'Start-up';

/** @returns {import('./measure.mjs').Row[]} */
export const run = () =>
  Object.entries(COMMANDS).map(([what, args]) => {
    const ratios = [];
    for (let round = -2; round < ROUNDS; round++) {
      const bare = seconds(process.execPath, ['-e', '0']);
      const ours = seconds(process.execPath, [BIN, ...args]);
      // The first rounds warm the disk cache.
      if (round >= 0) ratios.push(ours / bare);
    }
    return row({ what, baseline: 'node -e 0' }, ratios);
  });

// A large template, compared with starting Node and with parsing the same text as YAML.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN, row, seconds } from './measure.mjs';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 11);
const COPIES = 25;

export const title = `generate check, ${COPIES} production templates in one`;

/** @returns {import('./measure.mjs').Row[]} */
export function run() {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-bench-'));
  try {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, large());
    const parse = `require('yaml').parseDocument(require('fs').readFileSync(${JSON.stringify(file)}, 'utf8'))`;
    /** @type {number[]} */
    const toStart = [];
    /** @type {number[]} */
    const toParse = [];
    for (let round = -1; round < ROUNDS; round++) {
      const bare = seconds(process.execPath, ['-e', '0']);
      const parsed = seconds(process.execPath, ['-e', parse]);
      const ours = seconds(process.execPath, [BIN, 'check', file]);
      if (round < 0) continue;
      toStart.push(ours / bare);
      toParse.push(ours / parsed);
    }
    const what = `generate check, ${large().length >> 10} KiB`;
    return [
      row({ what, baseline: 'node -e 0' }, toStart),
      row({ what, baseline: 'parsing it with the package yaml' }, toParse),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The production template many times over, each copy with its own ids. */
function large() {
  const template = readFileSync('templates/production/template.yaml', 'utf8');
  const at = template.indexOf('\nResources:\n') + '\nResources:\n'.length;
  const resources = template.slice(at, template.indexOf('\nOutputs:'));
  const ids = [...resources.matchAll(/^ {2}(\w+):$/gm)].map(([, id = '']) => id);
  const copy = (/** @type {number} */ number) =>
    resources.replace(new RegExp(`\\b(${ids.join('|')})\\b`, 'g'), `$1${number}`);
  return template.slice(0, at) + Array.from({ length: COPIES }, (_, number) => copy(number)).join('\n');
}

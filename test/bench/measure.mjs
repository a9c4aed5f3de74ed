// Shared by all benches: ratios of pairs that take turns within one run, so that a machine whose speed drifts does not decide
// the result.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../bin/generate.js', import.meta.url));

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} baseline what it is compared with
 * @property {number} ratio the median of the rounds
 * @property {number} min
 * @property {number} max
 * @property {number} rounds
 * @property {string} [note] the target, or figures other than ratios, with their unit
 */

/** @param {string} command @param {readonly string[]} args @returns {number} seconds of wall time */
export function seconds(command, args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** @param {{ what: string, baseline: string, note?: string }} about @param {readonly number[]} ratios @returns {Row} */
export const row = (about, ratios) => ({
  ...about,
  ratio: median(ratios),
  min: Math.min(...ratios),
  max: Math.max(...ratios),
  rounds: ratios.length,
});

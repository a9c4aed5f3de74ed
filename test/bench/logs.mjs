// The scan of logs against zcat, against Node's own gunzip alone, and against DuckDB. BENCH_LOG_GB="1,5" (GB of text) and
// BENCH_ROUNDS say how much. The files lie in a temporary folder, about 0.14 GB for 1 GB of text.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipped, logTexts } from '../logs/generator/files.mjs';
import { newTruth } from '../logs/generator/truth.mjs';
import { row } from './measure.mjs';

const SIZES = (process.env['BENCH_LOG_GB'] ?? '1,5').split(',').map(Number);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const FILE_BYTES = 25e6;

const besides = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** @typedef {{ seconds: number, mebibytes: number, out: string }} Measured */

/** Wall time and peak memory of a command. @param {readonly string[]} command @returns {Measured} */
function measured(command) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', ['-f', '%M', ...command], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${command.join(' ')} exited with ${status}: ${stderr}`);
  return { seconds, mebibytes: Number(stderr.trim().split('\n').at(-1)) / 1024, out: stdout };
}

export const title = 'Logs';

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));
  try {
    const scan = join(folder, 'scan.cjs');
    execFileSync(process.execPath, [besides('./logs-scan-build.mjs'), scan]);
    return SIZES.flatMap((size) => bench(folder, scan, size));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} parent @param {string} scan @param {number} size GB of text */
function bench(parent, scan, size) {
  const folder = join(parent, `${size}`);
  const truth = newTruth();
  mkdirSync(folder);
  let file = 0;
  for (const text of logTexts({ seed: size, bytes: FILE_BYTES }, truth)) {
    writeFileSync(
      join(folder, `${String(file++).padStart(4, '0')}.log.gz`),
      gzipped(text, file % 10 === 0 ? 3 : 1),
    );
    if (file * FILE_BYTES >= size * 1e9) break;
  }
  const contenders = {
    ours: [process.execPath, scan, folder],
    zcat: ['sh', '-c', `zcat ${folder}/*.gz > /dev/null`],
    gunzip: [process.execPath, besides('./logs-gunzip.mjs'), folder],
    duckdb: [process.execPath, besides('./logs-duckdb.mjs'), folder],
  };
  /** @type {Record<string, Measured[]>} */
  const rounds = { ours: [], zcat: [], gunzip: [], duckdb: [] };
  for (let round = -1; round < ROUNDS; round++)
    for (const [name, command] of Object.entries(contenders)) {
      const result = measured(command);
      if (name === 'ours') expectTruth(result.out, truth);
      // The first round fills the page cache.
      if (round >= 0) rounds[name]?.push(result);
    }
  const ours = rounds['ours'] ?? [];
  const memory = Math.max(...ours.map(({ mebibytes }) => mebibytes)).toFixed(0);
  return [
    ['zcat', 'zcat *.gz > /dev/null', '0.25'],
    ['gunzip', "Node's gunzip alone, 2 threads", '1.15'],
    ['duckdb', 'DuckDB read_csv, 2 threads', '0.40'],
  ].map(([name = '', baseline = '', aim]) =>
    row(
      { what: `logs, ${size} GB of text`, baseline, note: `aim ${aim}; peak memory ${memory} MiB, aim 96` },
      (rounds[name] ?? []).map(({ seconds }, round) => (ours[round]?.seconds ?? NaN) / seconds),
    ),
  );
}

/**
 * A bench of wrong results is worth nothing: every count, sum and minute is what the files were made of, and quantiles are
 * within half a percent.
 *
 * @param {string} out @param {import('../logs/generator/truth.mjs').Truth} truth
 */
function expectTruth(out, truth) {
  const { exact, quantiles } = JSON.parse(out);
  const { lines, counted, malformed, received, sent, types, unknown } = truth;
  const durations = Float64Array.from(truth.durations).sort();
  assert.deepStrictEqual(exact, {
    lines,
    counted,
    malformed,
    received,
    sent,
    types,
    opened: Object.fromEntries(truth.openedBy),
    closed: Object.fromEntries(truth.closedBy),
    durations: durations.length,
    unknown,
    targets: traffic(truth.targets),
    clients: traffic(truth.clients),
    routes: traffic(truth.routes),
    failed: Object.fromEntries(truth.failed),
    requests: Object.fromEntries(truth.requests),
    agents: traffic(truth.agents),
    nodes: traffic(truth.nodes),
    loadBalancers: traffic(truth.loadBalancers),
  });
  for (const [share, told] of quantiles) {
    const known = durations[Math.ceil(share * durations.length) - 1] ?? NaN;
    assert.ok(Math.abs(told - known) <= 0.005 * known, `quantile ${share}: ${told}, should be ${known}`);
  }
}

/** @param {Map<string, import('../logs/generator/truth.mjs').Traffic>} rows */
const traffic = (rows) =>
  Object.fromEntries(
    [...rows].map(([key, { connections, received, sent, short }]) => [
      key,
      [connections, received, sent, short],
    ]),
  );

// The scan of logs compared with zcat, with Node's own gunzip alone, and with DuckDB. BENCH_LOG_GB="1,5" (GB of text) and
// BENCH_ROUNDS set the amount; BENCH_LOG_BEFORE names a folder with another build of the package, whose command then takes
// turns with this one's. The files stay in the temporary folder for the next run, about 0.14 GB for 1 GB of text.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipped, logTexts } from '../logs/generator/files.mjs';
import { newTruth } from '../logs/generator/truth.mjs';
import { row } from './measure.mjs';

const SIZES = (process.env['BENCH_LOG_GB'] ?? '1').split(',').map(Number);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const FILE_BYTES = 25e6;
const BEFORE = process.env['BENCH_LOG_BEFORE'];

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
  if (status !== 0 && status !== 1) throw new Error(`${command.join(' ')} exited with ${status}: ${stderr}`);
  return { seconds, mebibytes: Number(stderr.trim().split('\n').at(-1)) / 1024, out: stdout };
}

export const title = 'Logs';

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));
  try {
    const scan = join(folder, 'scan.cjs');
    execFileSync(process.execPath, [besides('./logs-scan-build.mjs'), scan]);
    return SIZES.flatMap((size) => bench(scan, size));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Files with so many GB of text, and what they were made of: generated once, and again when the generator has changed.
 *
 * @param {number} size GB of text
 */
function inputOf(size) {
  const generator = besides('../logs/generator/');
  const hash = createHash('sha256');
  for (const name of readdirSync(generator).toSorted()) hash.update(readFileSync(join(generator, name)));
  const folder = join(tmpdir(), `websocket-alb-bench-logs-${size}-${hash.digest('hex').slice(0, 12)}`);
  const truthFile = join(folder, 'truth.json');
  const files = join(folder, 'files');
  if (!existsSync(folder)) {
    const making = mkdtempSync(join(tmpdir(), 'bench-logs-'));
    const truth = newTruth();
    mkdirSync(join(making, 'files'));
    let file = 0;
    for (const text of logTexts({ seed: size, bytes: FILE_BYTES }, truth)) {
      const name = `${String(file++).padStart(4, '0')}.log.gz`;
      writeFileSync(join(making, 'files', name), gzipped(text, file % 10 === 0 ? 3 : 1));
      if (file * FILE_BYTES >= size * 1e9) break;
    }
    writeFileSync(
      join(making, 'truth.json'),
      JSON.stringify(truth, (_, value) => (value instanceof Map ? { map: [...value] } : value)),
    );
    renameSync(making, folder);
  }
  /** @type {import('../logs/generator/truth.mjs').Truth} */
  const truth = JSON.parse(readFileSync(truthFile, 'utf8'), (_, value) =>
    Array.isArray(value?.map) ? new Map(value.map) : value,
  );
  return { folder: files, truth };
}

/** @param {string} scan @param {number} size GB of text */
function bench(scan, size) {
  const { folder, truth } = inputOf(size);
  const contenders = {
    ours: [process.execPath, scan, folder],
    zcat: ['sh', '-c', `zcat ${folder}/*.gz > /dev/null`],
    gunzip: [process.execPath, besides('./logs-gunzip.mjs'), folder],
    duckdb: [process.execPath, besides('./logs-duckdb.mjs'), folder],
    ...(BEFORE !== undefined && {
      command: [process.execPath, besides('../../bin/generate.js'), 'logs', '--format', 'json', folder],
      before: [process.execPath, join(BEFORE, 'bin/generate.js'), 'logs', '--format', 'json', folder],
    }),
  };
  /** @type {Record<string, Measured[]>} */
  const rounds = { ours: [], zcat: [], gunzip: [], duckdb: [], command: [], before: [] };
  for (let round = -1; round < ROUNDS; round++)
    for (const [name, command] of Object.entries(contenders)) {
      const result = measured(command);
      if (name === 'ours') expectTruth(result.out, truth);
      // The first round fills the page cache.
      if (round >= 0) rounds[name]?.push(result);
    }
  const ours = rounds['ours'] ?? [];
  const memory = Math.max(...ours.map(({ mebibytes }) => mebibytes)).toFixed(0);
  const ratios = (/** @type {string} */ one, /** @type {string} */ other) =>
    (rounds[other] ?? []).map(({ seconds }, round) => (rounds[one]?.[round]?.seconds ?? NaN) / seconds);
  const what = `logs, ${size} GB of text`;
  return [
    ...[
      ['zcat', 'zcat *.gz > /dev/null', '0.25'],
      ['gunzip', "Node's gunzip alone, 2 threads", '1.15'],
      ['duckdb', 'DuckDB read_csv, 2 threads', '0.40'],
    ].map(([name = '', baseline = '', aim]) =>
      row({ what, baseline, note: `aim ${aim}; peak memory ${memory} MiB, aim 96` }, ratios('ours', name)),
    ),
    ...(BEFORE === undefined
      ? []
      : [
          row(
            { what, baseline: 'the build before', note: 'aim 1.0, at most 1.1' },
            ratios('command', 'before'),
          ),
        ]),
  ];
}

/**
 * A bench of wrong results is worthless: every count, sum and minute must match what the files were made of, and quantiles
 * must be within half a percent.
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

// Sockets held by one process: the generated server with its heartbeat, compared with a bare WebSocketServer of ws.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { BIN, row } from './measure.mjs';

const SOCKETS = Number(process.env['BENCH_SOCKETS'] ?? 5000);
const ROUNDS = Number(process.env['BENCH_SOCKET_ROUNDS'] ?? 3);
const HEARTBEAT = 30;
/** Opened at the same time, so that the accept queue of the port does not overflow. */
const CONNECTING = 100;
const SETTLE_MS = 2000;
/** Clock ticks per second in /proc/PID/stat, the same on every Linux. */
const TICKS_PER_SECOND = 100;

const BARE = `
  import { WebSocketServer } from 'ws';
  new WebSocketServer({ port: Number(process.argv[2]), perMessageDeflate: false });`;

export const title = `${SOCKETS} sockets in one server process`;

/** @returns {Promise<import('./measure.mjs').Row[]>} */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-bench-'));
  try {
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'bare.js'), BARE);
    const port = await freePort();
    const settings = [`target.port=${port}`, `heartbeat=${HEARTBEAT}`, 'metrics=true'];
    const args = settings.flatMap((each) => ['--set', each]);
    const { status } = spawnSync(
      process.execPath,
      [BIN, 'snippet', 'server', '--emf', '-o', 'server.js', ...args],
      { cwd: folder, stdio: 'inherit' },
    );
    if (status !== 0) throw new Error('the server was not generated');
    /** @type {Measurement[]} */
    const servers = [];
    /** @type {Measurement[]} */
    const bares = [];
    for (let round = 0; round < ROUNDS; round++) {
      bares.push(await measure(folder, 'bare.js', port, 0));
      servers.push(await measure(folder, 'server.js', port, round === ROUNDS - 1 ? HEARTBEAT : 0));
    }
    const last = servers.at(-1);
    const bare = bares.at(-1);
    if (!last || !bare) throw new Error('no rounds');
    return [
      row(
        {
          what: 'memory per socket, generated server',
          baseline: 'bare WebSocketServer',
          note:
            `${last.perSocket.toFixed(1)} KiB against ${bare.perSocket.toFixed(1)} KiB; ${Math.round(last.total)} MiB in all; ` +
            `with a ping every ${HEARTBEAT} s ${(last.cpu * 100).toFixed(1)} % of one core; ${last.lost} sockets lost`,
        },
        servers.map(({ perSocket }, round) => perSocket / (bares[round]?.perSocket ?? NaN)),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {object} Measurement
 * @property {number} perSocket KiB of resident memory that a socket adds
 * @property {number} total MiB of resident memory with all sockets
 * @property {number} cpu share of a core while the sockets are only pinged
 * @property {number} lost sockets that closed meanwhile
 */

/**
 * @param {string} folder
 * @param {string} file
 * @param {number} port
 * @param {number} quiet seconds over which the CPU is measured; 0 measures memory only
 * @returns {Promise<Measurement>}
 */
async function measure(folder, file, port, quiet) {
  const server = spawn(process.execPath, [file, String(port)], { cwd: folder, stdio: 'ignore' });
  /** @type {WebSocket[]} */
  const clients = [];
  try {
    const pid = server.pid ?? 0;
    clients.push(await firstSocket(port));
    await sleep(SETTLE_MS);
    const before = residentKiB(pid);
    while (clients.length < SOCKETS) {
      const some = Array.from({ length: Math.min(CONNECTING, SOCKETS - clients.length) }, () => opened(port));
      clients.push(...(await Promise.all(some)));
    }
    await sleep(SETTLE_MS);
    const after = residentKiB(pid);
    const cpuBefore = cpuSeconds(pid);
    await sleep(quiet * 1000);
    const cpu = quiet === 0 ? 0 : (cpuSeconds(pid) - cpuBefore) / quiet;
    return {
      perSocket: (after - before) / (SOCKETS - 1),
      total: after / 1024,
      cpu,
      lost: clients.filter(({ readyState }) => readyState !== WebSocket.OPEN).length,
    };
  } finally {
    const ended = new Promise((resolve) => {
      server.once('exit', resolve);
    });
    server.kill('SIGKILL');
    await ended;
    for (const client of clients) client.terminate();
  }
}

/** @param {number} port @returns {Promise<WebSocket>} */
function opened(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

/** @param {number} port @returns {Promise<WebSocket>} */
async function firstSocket(port) {
  for (let attempt = 0; ; attempt++) {
    const socket = await opened(port).catch((error) => {
      if (attempt === 100) throw error;
    });
    if (socket) return socket;
    await sleep(50);
  }
}

/** @param {number} pid */
const residentKiB = (pid) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** User and system time so far: fields 14 and 15, after the name in parentheses. @param {number} pid */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

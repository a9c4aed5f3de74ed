// Runs the built command repeatedly in one process, for warm-command.ts. Each run evaluates bin/generate.js and its parts
// again, and has its own arguments, environment, working directory and standard streams; a run ends when Node would exit. Its
// other effects on the process end with it: listeners are removed, and exit listeners are called first.
const fs = require('node:fs');
const { createRequire } = require('node:module');

/**
 * @typedef {object} Request
 * @property {readonly string[]} args
 * @property {string} cwd
 * @property {Record<string, string>} env
 * @property {readonly [stdin: string, stdout: string, stderr: string]} files
 */
/** @typedef {((...args: any[]) => void) & { listener?: (status: number) => void }} Listener */

const REQUESTS = 3;
const ANSWERS = 4;
const [bin = '', folder = ''] = process.argv.slice(2);
const load = createRequire(bin);
/** The process's listeners during a run. @type {Map<string | symbol, readonly Listener[]> | undefined} */
let listenersBefore;
let pending = '';

/**
 * What to run next; undefined when nobody asks any more. Blocks without the event loop, which has nothing to do.
 *
 * @returns {Request | undefined}
 */
function nextRequest() {
  const chunk = Buffer.alloc(65_536);
  while (!pending.includes('\n')) {
    const bytes = fs.readSync(REQUESTS, chunk);
    if (bytes === 0) return undefined;
    pending += chunk.toString('latin1', 0, bytes);
  }
  const end = pending.indexOf('\n');
  const line = Buffer.from(pending.slice(0, end), 'latin1').toString();
  pending = pending.slice(end + 1);
  return JSON.parse(line);
}

/** @param {number} file @param {string} path @param {string} flags */
function reopen(file, path, flags) {
  fs.closeSync(file);
  // The system assigns the lowest free number.
  if (fs.openSync(path, flags) !== file) throw new Error(`${path} is not open as ${file}`);
}

/** @param {Record<string, string>} env */
function setEnvironment(env) {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name];
  Object.assign(process.env, env);
}

/** @param {Request} request */
function start({ args, cwd, env, files: [stdin, stdout, stderr] }) {
  reopen(0, stdin, 'r');
  reopen(1, stdout, 'w');
  reopen(2, stderr, 'w');
  setEnvironment(env);
  process.chdir(cwd);
  process.argv = [process.execPath, bin, ...args];
  process.exitCode = undefined;
  listenersBefore = new Map(process.eventNames().map((name) => [name, listenersOf(name)]));
  delete load.cache[bin];
  load(bin);
}

/** @param {NonNullable<typeof listenersBefore>} before */
function finish(before) {
  const status = Number(process.exitCode ?? 0);
  for (const name of process.eventNames())
    for (const listener of listenersOf(name).filter((each) => !before.get(name)?.includes(each))) {
      process.removeListener(name, listener);
      if (name === 'exit') (listener.listener ?? listener)(status);
    }
  process.exitCode = undefined;
  fs.writeSync(ANSWERS, `${status}\n`);
}

/** @param {string | symbol} name */
const listenersOf = (name) => /** @type {Listener[]} */ (process.rawListeners(name));

/** Whether the listeners of a run that has ended may still be called. */
let isBetween = false;
const exit = process.exit.bind(process);
/** @type {(code?: string | number | null) => any} */
const exitUnlessBetween = (code) => (isBetween ? undefined : exit(code));
Object.assign(process, { exit: exitUnlessBetween });

function turn() {
  if (listenersBefore) finish(listenersBefore);
  listenersBefore = undefined;
  // The command's own listener ends the process, and is called after this one although it has been removed.
  isBetween = true;
  setImmediate(() => {
    isBetween = false;
    const request = nextRequest();
    if (request) {
      start(request);
      return;
    }
    fs.rmSync(folder, { recursive: true, force: true });
    process.off('beforeExit', turn);
  });
}

process.on('beforeExit', turn);
turn();

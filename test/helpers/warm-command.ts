// The built command in processes that are already running: starting Node is more than half of a short run, and hundreds of
// tests run the command. See warm-command.cjs for what is separate in each run. Startup itself is tested in test/cli/entry,
// and pipes and terminals with run() and onTerminal().
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Run } from './tools.ts';

const RUNNER = fileURLToPath(new URL('warm-command.cjs', import.meta.url));
/** After this many runs another process takes over, so that memory does not accumulate. */
const MAX_RUNS = 60;

interface Request {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

/** Node reads these at startup, and keeps the time zone. */
const isForStart = (name: string): boolean => name.startsWith('NODE_') || name === 'TZ';

/** Whether a run with these changes of the environment needs a separate process. */
export const needsStart = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Object.entries(env).some(([name, value]) => isForStart(name) && value !== process.env[name]);

class WarmCommand {
  readonly #child: ChildProcess;
  /** For its standard streams. The process removes it when nobody asks any more. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'websocket-alb-warm-'));
  readonly #closed: Promise<number>;
  #runs = 0;
  #isClosed = false;

  constructor(bin: string) {
    this.#child = spawn(process.execPath, [RUNNER, bin, this.#folder], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#closed = new Promise((resolve) => {
      this.#child.once('close', (status) => {
        this.#isClosed = true;
        resolve(status ?? 1);
      });
    });
    // Do not wait for a process that waits for requests: it ends with this one.
    this.#child.unref();
    for (const pipe of [this.#requests, this.#answers]) (pipe as Duplex & { unref(): void }).unref();
  }

  get #requests(): Duplex {
    return this.#child.stdio[3] as Duplex;
  }
  get #answers(): Duplex {
    return this.#child.stdio[4] as Duplex;
  }

  get isUsable(): boolean {
    return !this.#isClosed && this.#runs < MAX_RUNS;
  }

  async run({ input, ...request }: Request): Promise<Run> {
    this.#runs++;
    const files = ['stdin', 'stdout', 'stderr'].map((name) => join(this.#folder, name));
    const [stdin = '', stdout = '', stderr = ''] = files;
    writeFileSync(stdin, input);
    const answered = new Promise<number>((resolve) => {
      this.#answers.once('data', (line: Buffer) => resolve(Number(line.toString())));
    });
    this.#requests.write(`${JSON.stringify({ ...request, files })}\n`);
    // A run that crashes or exits takes the process with it.
    const status = await Promise.race([answered, this.#closed]);
    const result = { status, stdout: readFileSync(stdout, 'utf8'), stderr: readFileSync(stderr, 'utf8') };
    if (this.#isClosed) rmSync(this.#folder, { recursive: true });
    else if (!this.isUsable) this.#requests.end();
    return result;
  }
}

const idle: WarmCommand[] = [];

/** Runs the command. Simultaneous runs have one process each. */
export async function runWarm(bin: string, request: Request): Promise<Run> {
  const command = idle.pop() ?? new WarmCommand(bin);
  try {
    return await command.run(request);
  } finally {
    if (command.isUsable) idle.push(command);
  }
}

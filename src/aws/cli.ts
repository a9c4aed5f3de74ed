// The one door to the AWS CLI: a program with a list of arguments, never a shell.
import { spawn, type ChildProcess } from 'node:child_process';
import type { AwsTarget } from './target.ts';

/** `aws` is not on PATH. */
export class AwsCliMissing extends Error {
  readonly code = 'ERR_AWS_CLI_MISSING';
  constructor() {
    super('The AWS CLI is not installed, or not on PATH.');
    this.name = 'AwsCliMissing';
  }
}

/** The AWS CLI ran and failed. */
export class AwsCliFailed extends Error {
  readonly code = 'ERR_AWS_CLI_FAILED';
  readonly status: number;
  /** `status`: it said why on stderr, which is the message. The others are found out here. */
  readonly reason: 'status' | 'timeout' | 'not-json';
  constructor(message: string, status: number, reason: 'status' | 'timeout' | 'not-json' = 'status') {
    super(message);
    this.name = 'AwsCliFailed';
    this.status = status;
    this.reason = reason;
  }
}

/** That it exited so, in its own words where it has any. */
export const failedWith = (status: number, stderr: string): AwsCliFailed =>
  new AwsCliFailed(stderr.trim() || `aws exited with ${status}`, status);

export const targetArguments = ({ region, profile }: AwsTarget): string[] => [
  ...(region === undefined ? [] : ['--region', region]),
  ...(profile === undefined ? [] : ['--profile', profile]),
];

/**
 * Calls the AWS CLI and returns its JSON; undefined when it prints nothing.
 *
 * @throws {AwsCliMissing} without the AWS CLI.
 * @throws {AwsCliFailed} when it fails, prints no JSON, or takes longer than `timeoutMs` milliseconds.
 */
export async function awsJson(
  args: readonly string[],
  target: AwsTarget = {},
  timeoutMs = 60_000,
): Promise<unknown> {
  const { status, stdout, stderr } = await capture(
    [...args, ...targetArguments(target), '--output', 'json'],
    timeoutMs,
  );
  if (status !== 0) throw failedWith(status, stderr);
  if (stdout.trim() === '') return undefined;
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    throw new AwsCliFailed('The AWS CLI printed something that is not JSON.', 1, 'not-json');
  }
}

interface Captured {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function capture(args: readonly string[], timeoutMs: number): Promise<Captured> {
  return new Promise((resolve, reject) => {
    const child = start(args, ['ignore', 'pipe', 'pipe'], reject);
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout?.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      // A program that it started may hold the pipes open; we do not wait for that one either.
      child.stdout?.destroy();
      child.stderr?.destroy();
      reject(new AwsCliFailed(`The AWS CLI did not answer within ${timeoutMs / 1000} s.`, 1, 'timeout'));
    }, timeoutMs);
    child.on('close', (status) => {
      clearTimeout(timer);
      const [stdout, stderr] = [Buffer.concat(chunks.stdout), Buffer.concat(chunks.stderr)].map(String);
      resolve({ status: status ?? 1, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}

function start(
  args: readonly string[],
  stdio: ('ignore' | 'pipe' | 'inherit' | number)[],
  reject: (error: Error) => void,
): ChildProcess {
  const child = spawn('aws', args, { stdio });
  child.on('error', (error: NodeJS.ErrnoException) =>
    reject(error.code === 'ENOENT' ? new AwsCliMissing() : error),
  );
  return child;
}

/** Signals that end a program, and the numbers that exit codes are made of: 128 + n. */
export const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type EndingSignal = keyof typeof SIGNAL_NUMBERS;
export const ENDING_SIGNALS = Object.keys(SIGNAL_NUMBERS) as readonly EndingSignal[];

export interface Watched {
  /** The exit code; 128 + n when a signal n ended it or us. */
  readonly status: number;
  readonly interrupted: boolean;
  /** What it printed on stderr. */
  readonly errors: string;
}

/** Takes text in pieces. */
interface TextSink {
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/**
 * Calls the AWS CLI for a person to watch: what it prints is handed on at once, and signals go to it.
 *
 * @param sink makes what takes the text of stdout, and that of stderr.
 * @throws {AwsCliMissing} without the AWS CLI.
 */
export function awsWatched(args: readonly string[], sink: () => TextSink): Promise<Watched> {
  return new Promise((resolve, reject) => {
    const child = start(args, ['ignore', 'pipe', 'pipe'], reject);
    const [output, messages] = [sink(), sink()];
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', output.write).on('end', output.end);
    child.stderr?.setEncoding('utf8').on('data', messages.write).on('end', messages.end);
    child.stderr?.on('data', (chunk: string) => {
      errors += chunk;
    });
    let received: EndingSignal | undefined;
    const forward = (signal: EndingSignal) => {
      received = signal;
      child.kill(signal);
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, forward as NodeJS.SignalsListener);
    child.on('close', (status, signal) => {
      for (const each of ENDING_SIGNALS) process.off(each, forward as NodeJS.SignalsListener);
      const ending = received ?? (signal as EndingSignal | null);
      resolve({
        status: ending ? 128 + (SIGNAL_NUMBERS[ending] ?? 0) : (status ?? 1),
        interrupted: ending !== null,
        errors,
      });
    });
  });
}

/** Calls the AWS CLI for up to an hour, and returns what it prints; nothing of it is shown. */
export async function awsCapturing(args: readonly string[]): Promise<Captured> {
  return capture(args, 3_600_000);
}

/**
 * Calls the AWS CLI for as long as it takes, and hands on what it prints line by line.
 *
 * @param signal ends it.
 * @throws {AwsCliMissing} without the AWS CLI.
 */
export function awsLines(
  args: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<{ readonly status: number; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = start(args, ['ignore', 'pipe', 'pipe'], reject);
    const errors: Buffer[] = [];
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
    const end = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', end);
    child.on('close', (status) => {
      signal?.removeEventListener('abort', end);
      resolve({ status: status ?? 1, stderr: Buffer.concat(errors).toString() });
    });
  });
}

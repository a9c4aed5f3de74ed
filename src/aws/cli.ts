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

export const targetArguments = ({ region, profile }: AwsTarget): string[] => [
  ...(region === undefined ? [] : ['--region', region]),
  ...(profile === undefined ? [] : ['--profile', profile]),
];

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

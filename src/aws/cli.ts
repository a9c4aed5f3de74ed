// The only place that runs the AWS CLI: always as a program with a list of arguments, never through a shell.
import { spawn } from 'node:child_process';
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

/** Signals that end a program, with their numbers: the exit code is 128 + n. */
export const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type EndingSignal = keyof typeof SIGNAL_NUMBERS;
export const ENDING_SIGNALS = Object.keys(SIGNAL_NUMBERS) as readonly EndingSignal[];

export interface CliResult {
  /** The exit code; 128 + n if signal n ended the CLI or this program. */
  readonly status: number;
  /** What it printed on stdout and stderr, in the order in which it arrived. */
  readonly output: string;
}

/**
 * Runs the AWS CLI and waits for it to end; signals are forwarded to it.
 *
 * @throws {AwsCliMissing} if the AWS CLI is not installed.
 */
export function runAwsCli(args: readonly string[]): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('aws', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    let received: EndingSignal | undefined;
    const forward = (signal: EndingSignal) => {
      received = signal;
      child.kill(signal);
    };
    const stopForwarding = () => {
      for (const each of ENDING_SIGNALS) process.off(each, forward as NodeJS.SignalsListener);
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, forward as NodeJS.SignalsListener);
    child.on('error', (error: NodeJS.ErrnoException) => {
      stopForwarding();
      reject(error.code === 'ENOENT' ? new AwsCliMissing() : error);
    });
    child.on('close', (status, signal) => {
      stopForwarding();
      const ending = received ?? (signal as EndingSignal | null);
      resolve({ status: ending ? 128 + (SIGNAL_NUMBERS[ending] ?? 0) : (status ?? 1), output });
    });
  });
}

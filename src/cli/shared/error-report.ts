// The one funnel for errors: how each kind is told, and which code the command exits with.
import { printable } from '../../common/printable.ts';
import { isClosedPipe, tell } from '../io/output.ts';
import { KnownError } from './known-error.ts';
import { paint } from '../io/style.ts';

export interface Block {
  readonly severity: 'error' | 'warning';
  readonly what: string;
  readonly where?: string | undefined;
  readonly allowed?: string | undefined;
  readonly remedy?: string | undefined;
}

/** One mistake as a block of lines: where, what, what is allowed, what to do. */
export function formatBlock({ severity, what, where, allowed, remedy }: Block): string {
  const label = paint(severity === 'error' ? 'red' : 'yellow', severity);
  // Several lines are ours: a table of what is missing.
  const words = what.split('\n').map(printable).join('\n');
  const lines = where
    ? [`${label}: ${paint('bold', printable(where))}`, `  ${words}`]
    : [`${label}: ${words}`];
  if (allowed) lines.push(`  allowed: ${printable(allowed)}`);
  if (remedy) lines.push(`  remedy:  ${printable(remedy)}`);
  return lines.join('\n');
}

/** Several mistakes, told at once. */
export class KnownErrors extends Error {
  readonly code = 'ERR_KNOWN_LIST';
  readonly blocks: readonly Block[];
  constructor(blocks: readonly Block[]) {
    super(blocks.map(({ what }) => what).join(' '));
    this.name = 'KnownErrors';
    this.blocks = blocks;
  }
}

const EXIT_CRASH = 70;

/** Tells an error and returns the exit code. */
export function reportError(error: unknown, { debug = false } = {}): number {
  if (isClosedPipe(error)) return 0;
  if (error instanceof KnownErrors) {
    for (const block of error.blocks) tell(formatBlock(block));
    const errors = error.blocks.filter(({ severity }) => severity === 'error').length;
    if (errors > 1) tell(`\n${errors} errors. Nothing was written.`);
    if (debug) tell(String(error.stack));
    return 2;
  }
  if (error instanceof KnownError) {
    const { message: what, where, allowed, remedy, exitCode } = error;
    tell(formatBlock({ severity: 'error', what, where, allowed, remedy }));
    if (debug) tell(String(error.stack));
    return exitCode;
  }
  tell(error instanceof Error ? String(error.stack) : String(error));
  tell(
    'This is a mistake in websocket-alb. Please report it with the lines above and the config that led to it.',
  );
  return EXIT_CRASH;
}

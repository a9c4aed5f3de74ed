import { KnownError } from '../../common/known-error.ts';
import { FAILURE_REMEDIES, type Failure, type FailureKind } from '../../alb/cli-failures.ts';
import type { Call } from './call.ts';
import { quote } from '../../common/shell.ts';

/** There is nothing to judge: no such stack, no Application Load Balancer, no way to ask. */
export class LookupError extends KnownError {
  override readonly name = 'LookupError';

  /** A call without whose answer nothing can be said. */
  static at({ about, args, permission }: Call, failure: Failure | undefined): LookupError {
    const { kind, message } = failure ?? { kind: 'refused', message: 'no answer' };
    return new LookupError(`Could not look at ${about}: ${message}`, {
      where: ['aws', ...args].map(quote).join(' '),
      remedy: REMEDIES[kind] ?? `Allow ${permission}, and run again.`,
      ...(kind === 'access-denied' && { allowed: `needs permission ${permission}` }),
    });
  }
}

/** What to do about a call that was not answered, whatever it asked. */
const REMEDIES: Partial<Record<FailureKind, string>> = {
  ...FAILURE_REMEDIES,
  timeout: 'Check the network and the proxy, or give more time with --timeout.',
  'not-json': 'Run the command above by hand: something between here and AWS changes its answer.',
  refused: 'Run the command above by hand to see more.',
};

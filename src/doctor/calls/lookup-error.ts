import { FAILURE_REMEDIES, type Failure, type FailureKind } from '../../alb/failures.ts';
import type { Call } from './call.ts';
import { quote } from '../../common/shell.ts';

/** There is nothing to judge: no such stack, no Application Load Balancer, no way to ask. */
export class LookupError extends Error {
  readonly code = 'ERR_LOOKUP';
  readonly where: string | undefined;
  readonly allowed: string | undefined;
  readonly remedy: string | undefined;
  constructor(
    what: string,
    { where, allowed, remedy }: { where?: string; allowed?: string; remedy?: string } = {},
  ) {
    super(what);
    this.name = 'LookupError';
    this.where = where;
    this.allowed = allowed;
    this.remedy = remedy;
  }

  /** A call without whose answer nothing can be said. */
  static at({ about, args, permission }: Call, failure: Failure | undefined): LookupError {
    const { kind, message, ...more }: Failure = failure ?? {
      kind: 'refused',
      code: undefined,
      message: 'no answer',
    };
    const needed = more.permission ?? permission;
    return new LookupError(`Could not look at ${about}: ${message}`, {
      where: ['aws', ...args].map(quote).join(' '),
      remedy: more.remedy ?? REMEDIES[kind] ?? `Allow ${needed}, and run again.`,
      ...(kind === 'access-denied' && { allowed: `needs permission ${needed}` }),
    });
  }
}

/** What to do about a call that was not answered, whatever it asked. */
const REMEDIES: Partial<Record<FailureKind, string>> = {
  ...FAILURE_REMEDIES,
  timeout: 'Check the network and the proxy, or give more time with --timeout.',
  refused: 'Run the command above by hand to see more.',
};

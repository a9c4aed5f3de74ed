import { FAILURE_REMEDIES, type Failure, type FailureKind } from '../../alb/failures.ts';
import { KnownError } from '../../common/known-error.ts';
import { quote } from '../../common/shell.ts';
import type { Call } from './call.ts';

/** The error for a failed call whose answer is indispensable. */
export function unanswered({ about, args, permission }: Call, failure: Failure | undefined): KnownError {
  const { kind, message, ...more }: Failure = failure ?? {
    kind: 'refused',
    code: undefined,
    message: 'no answer',
  };
  const needed = more.permission ?? permission;
  return new KnownError(`Could not read ${about}: ${message}`, {
    where: ['aws', ...args].map(quote).join(' '),
    remedy: more.remedy ?? REMEDIES[kind] ?? `Allow ${needed}, and run again.`,
    ...(kind === 'access-denied' && { allowed: `needs permission ${needed}` }),
  });
}

/** What to do about a failed call, whatever it was. */
const REMEDIES: Partial<Record<FailureKind, string>> = {
  ...FAILURE_REMEDIES,
  timeout: 'Check the network and the proxy, or give more time with --timeout.',
  refused: 'Run the command above by hand to see more.',
};

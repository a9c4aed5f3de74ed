// The drain of the generated server when ECS takes its task out: what the deregistration delay is divided into.
import type { Config } from './schema/index.ts';

/** Seconds at most for what comes after the last socket was asked to close. */
export const MAX_GRACE = 10;

/** Seconds between two questions at most; in a short delay it is asked more often. */
const MAX_POLL = 15;
/** Questions of the delay that may pass before the drain begins: a long wait, a failure, and one answer. */
export const POLLS_LOST = 4;

/** The parts of the deregistration delay, in seconds. */
export function deregistrationTimes({
  target: { deregistrationDelay: delay },
}: {
  readonly target: Pick<Config['target'], 'deregistrationDelay'>;
}): {
  readonly poll: number;
  readonly spread: number;
  readonly grace: number;
} {
  const poll = Math.max(1, Math.min(MAX_POLL, Math.floor(delay / 20)));
  const grace = Math.max(1, Math.min(MAX_GRACE, Math.ceil(delay / 5)));
  return { poll, grace, spread: Math.max(0, delay - POLLS_LOST * poll - grace) };
}

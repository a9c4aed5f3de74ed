// How the generated server drains when ECS stops its task, and how that divides up the deregistration delay.
import type { Config } from './schema/index.ts';

/** Maximum time, in seconds, for what remains after the last socket has been asked to close. */
export const MAX_GRACE = 10;

/** Maximum interval between polls, in seconds; a short delay is polled more often. */
const MAX_POLL = 15;
/**
 * Polls that may pass before the drain begins: a full interval of waiting, a failed poll, and the time for one
 * response.
 */
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

// Waits for a stack for as long as CloudFormation works on it, and prints its events. `aws cloudformation deploy` gives
// up after an hour; an update of an ECS service may take three, and blue/green 36.
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import { describeStack, stackEvents, type StackDescription, type StackEvent } from '../../aws/stack.ts';
import { isFailure } from '../../common/stack-events.ts';
import { KnownError } from '../../common/known-error.ts';
import { watchServices } from './service-progress.ts';
import type { StoppedTask } from './stopped-tasks.ts';
import { clearStatus, showStatus, printToStderr } from '../io/output.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** Consecutive failed calls before giving up; the SDK retries each several times. */
const ENOUGH_FAILURES = 20;
/** The stack may briefly keep its old status; after this many polls it counts as current. */
const POLLS_UNTIL_STARTED = 5;
/** Without permission to read its events, a stack is watched by its status alone. */
const WITHOUT_EVENTS: readonly StackEvent[] = [];

export interface Watched {
  readonly stack: StackDescription;
  /** Root failures, newest first: cancelled resources are left out. */
  readonly failures: readonly StackEvent[];
  /** Why tasks of a failed service stopped. */
  readonly stoppedTasks: readonly StoppedTask[];
}

export interface WatchOptions {
  readonly stackId: string;
  readonly statusBefore: string | undefined;
  /** The newest event before the deployment; undefined if there was none, or events may not be read. */
  readonly lastEvent: string | undefined;
  /** Stops watching. */
  readonly signal: AbortSignal;
}

/**
 * @throws {KnownError} when the stack is gone.
 * @throws {AwsFailed} when the stack can no longer be watched, or the signal aborts; the deployment continues.
 */
export async function watchStack(session: AwsSession, options: WatchOptions): Promise<Watched> {
  const { stackId, statusBefore, signal } = options;
  const seen = new Set<string>();
  const failures: StackEvent[] = [];
  const services = watchServices(session);
  let { lastEvent } = options;
  let [failed, hasStarted] = [0, false];
  try {
    for (let polls = 1; ; polls++) {
      try {
        // Status first: once it is final, all its events are there.
        const stack = await describeStack(session, stackId);
        const events =
          lastEvent === undefined ? WITHOUT_EVENTS : await stackEvents(session, stackId, lastEvent);
        failed = 0;
        if (!stack) throw new KnownError('The stack is gone: somebody deleted it.', { exitCode: 1 });
        for (const event of events.toReversed()) show(event, seen);
        await services.look(events);
        failures.unshift(...events.filter((event) => isFailure(event)));
        lastEvent = events[0]?.id ?? lastEvent;
        hasStarted ||= events.length > 0 || stack.status !== statusBefore || polls >= POLLS_UNTIL_STARTED;
        if (hasStarted && !stack.status.endsWith('_IN_PROGRESS'))
          return { stack, failures, stoppedTasks: services.stopped() };
        showStatus(`${stack.status}: ${(events[0] ?? { logicalId: '' }).logicalId}`);
      } catch (error) {
        if (!(error instanceof AwsFailed) || signal.aborted || ++failed > ENOUGH_FAILURES || isFinal(error))
          throw error;
        showStatus(`AWS does not answer: ${error.message}`);
      }
      await sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 1.3 ** polls), undefined, { signal }).catch(
        () => undefined,
      );
    }
  } finally {
    clearStatus();
  }
}

/** Retrying does not help. */
const isFinal = ({ failure: { kind } }: AwsFailed): boolean =>
  kind === 'access-denied' || kind === 'credentials' || kind === 'expired' || kind === 'no-region';

/** Prints each resource and state once, failures with their reason. */
function show(event: StackEvent, seen: Set<string>): void {
  const { time, logicalId, type, status, reason } = event;
  const key = `${logicalId} ${status}`;
  if (seen.has(key)) return;
  seen.add(key);
  const because = status.endsWith('FAILED') && reason !== undefined ? `: ${reason}` : '';
  printToStderr(`${time.slice(11, 19)}  ${status}  ${logicalId} (${type})${because}`);
}

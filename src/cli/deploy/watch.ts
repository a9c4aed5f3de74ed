// Waits for a stack as long as CloudFormation works on it, and shows its events. `aws cloudformation deploy` gives up after
// an hour; an update of an ECS service may take three, and blue/green 36.
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
/** Calls in a row that AWS does not answer; the SDK has tried each several times. */
const ENOUGH_FAILURES = 20;
/** The status of a stack may be that of before for a moment. */
const LOOKS_UNTIL_STARTED = 5;
/** A stack of which the events may not be read is watched by its status alone. */
const WITHOUT_EVENTS: readonly StackEvent[] = [];

export interface Watched {
  readonly stack: StackDescription;
  /** What failed by itself, newest first. */
  readonly failures: readonly StackEvent[];
  /** Why tasks of a service that failed were stopped. */
  readonly stoppedTasks: readonly StoppedTask[];
}

export interface WatchOptions {
  readonly stackId: string;
  readonly statusBefore: string | undefined;
  /** The newest event before the deployment; undefined when there was none, or nobody may know. */
  readonly lastEvent: string | undefined;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/**
 * @throws {KnownError} when the stack cannot be seen any longer: the deployment goes on.
 * @throws {AwsFailed} when the signal ends it.
 */
export async function watchStack(session: AwsSession, options: WatchOptions): Promise<Watched> {
  const { stackId, statusBefore, signal } = options;
  const seen = new Set<string>();
  const failures: StackEvent[] = [];
  const services = watchServices(session);
  let { lastEvent } = options;
  let [failed, hasStarted] = [0, false];
  try {
    for (let looks = 1; ; looks++) {
      try {
        // The status first: its events are all there when it says that it is over.
        const stack = await describeStack(session, stackId);
        const events =
          lastEvent === undefined ? WITHOUT_EVENTS : await stackEvents(session, stackId, lastEvent);
        failed = 0;
        if (!stack) throw new KnownError('The stack is gone: somebody deleted it.', { exitCode: 1 });
        for (const event of events.toReversed()) show(event, seen);
        await services.look(events);
        failures.unshift(...events.filter((event) => isFailure(event)));
        lastEvent = events[0]?.id ?? lastEvent;
        hasStarted ||= events.length > 0 || stack.status !== statusBefore || looks >= LOOKS_UNTIL_STARTED;
        if (hasStarted && !stack.status.endsWith('_IN_PROGRESS'))
          return { stack, failures, stoppedTasks: services.stopped() };
        showStatus(`${stack.status}: ${(events[0] ?? { logicalId: '' }).logicalId}`);
      } catch (error) {
        if (!(error instanceof AwsFailed) || signal.aborted || ++failed > ENOUGH_FAILURES || isFinal(error))
          throw error;
        showStatus(`AWS does not answer: ${error.message}`);
      }
      await sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 1.3 ** looks), undefined, { signal }).catch(
        () => undefined,
      );
    }
  } finally {
    clearStatus();
  }
}

/** Asking again does not help. */
const isFinal = ({ failure: { kind } }: AwsFailed): boolean =>
  kind === 'access-denied' || kind === 'credentials' || kind === 'expired' || kind === 'no-region';

/** Each resource and state once, with the reason of what failed. */
function show(event: StackEvent, seen: Set<string>): void {
  const { time, logicalId, type, status, reason } = event;
  const key = `${logicalId} ${status}`;
  if (seen.has(key)) return;
  seen.add(key);
  const because = status.endsWith('FAILED') && reason !== undefined ? `: ${reason}` : '';
  printToStderr(`${time.slice(11, 19)}  ${status}  ${logicalId} (${type})${because}`);
}

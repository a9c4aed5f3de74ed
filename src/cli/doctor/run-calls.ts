// Makes the AWS calls that the doctor asks for: many in parallel, each with a time limit.
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { Answer, Call, Collecting } from '../../doctor/calls/call.ts';

/** AWS limits calls per second; DescribeStackEvents and the like allow little more than this. */
const AT_A_TIME = 16;
/** After this many timeouts the remaining calls are skipped. */
const ENOUGH_TIMEOUTS = 2;

export interface RunOptions {
  /** Receives what is being examined, and how many of the calls known so far are answered. */
  readonly onProgress?: (about: readonly string[], answered: number, known: number) => void;
}

/**
 * Runs a collection to completion.
 *
 * @throws {KnownError} when there is nothing to judge.
 */
export async function runCalls<T>(
  collecting: Collecting<T>,
  session: AwsSession,
  { onProgress = () => undefined }: RunOptions = {},
): Promise<T> {
  const answer = answering(session);
  const looking = new Set<Call>();
  let [answered, known] = [0, 0];
  const progress = () =>
    onProgress(
      [...looking].map(({ about }) => about),
      answered,
      known,
    );
  const watched = async (call: Call): Promise<Answer> => {
    looking.add(call);
    progress();
    try {
      return await answer(call);
    } finally {
      looking.delete(call);
      answered++;
      progress();
    }
  };
  let step = collecting.next();
  while (!step.done) {
    known += step.value.length;
    step = collecting.next(await inParallel(step.value, watched));
  }
  return step.value;
}

async function inParallel(
  calls: readonly Call[],
  answer: (call: Call) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const next = calls.entries();
  const work = async () => {
    for (const [index, call] of next) answers[index] = await answer(call);
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, calls.length) }, work));
  return answers;
}

function answering(session: AwsSession): (call: Call) => Promise<Answer> {
  let timeouts = 0;
  return async ({ request }) => {
    if (timeouts >= ENOUGH_TIMEOUTS)
      return {
        ok: false,
        failure: {
          kind: 'timeout',
          code: undefined,
          message: 'not asked: earlier calls got no answer',
        },
      };
    try {
      return { ok: true, value: await session.run(request) };
    } catch (error) {
      if (!(error instanceof AwsFailed)) throw error;
      if (error.failure.kind === 'timeout') timeouts++;
      return { ok: false, failure: error.failure };
    }
  };
}

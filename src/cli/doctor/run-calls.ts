// Makes the calls that the doctor asks for: a few at a time, each with a limit of time, throttled ones again.
import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf } from '../../alb/cli-failures.ts';
import { AwsCliFailed, AwsCliMissing, awsJson, type AwsTarget } from '../../aws/cli.ts';
import type { Answer, Call, Collecting } from '../../doctor/call.ts';
import { CannotLook } from '../../doctor/cannot-look.ts';
import { withoutAwsCli } from '../shared/aws-errors.ts';
import { KnownError } from '../shared/known-error.ts';

/** The AWS CLI is a program of its own for each call: more at a time wait for each other. */
const AT_A_TIME = 4;
/** Beyond the retries that the AWS CLI makes itself. */
const PAUSES_MS = [500, 1000, 2000];
/** After so many calls that did not answer, the rest is not asked. */
const ENOUGH_TIMEOUTS = 2;

export interface RunOptions extends AwsTarget {
  readonly timeoutMs: number;
}

/**
 * Runs a collection to its end.
 *
 * @throws {KnownError} when there is nothing to judge, or no AWS CLI.
 */
export async function runCalls<T>(collecting: Collecting<T>, options: RunOptions): Promise<T> {
  const answer = answering(options);
  try {
    let step = collecting.next();
    while (!step.done) step = collecting.next(await inParallel(step.value, answer));
    return step.value;
  } catch (error) {
    throw error instanceof CannotLook ? known(error) : error;
  }
}

/** In the words of an error of the command line. */
export const known = (error: CannotLook): KnownError => {
  const { message, where, allowed, remedy } = error;
  return new KnownError(message, {
    ...(where !== undefined && { where }),
    ...(allowed !== undefined && { allowed }),
    ...(remedy !== undefined && { remedy }),
    cause: error,
  });
};

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

function answering({ timeoutMs, ...target }: RunOptions): (call: Call) => Promise<Answer> {
  let timeouts = 0;
  const once = async ({ args }: Call): Promise<Answer> => {
    try {
      return { ok: true, value: await awsJson(args, target, timeoutMs) };
    } catch (error) {
      if (error instanceof AwsCliMissing) throw withoutAwsCli(error, '--commands prints what would be asked');
      if (!(error instanceof AwsCliFailed)) throw error;
      const { message, reason } = error;
      if (reason === 'timeout') timeouts++;
      return {
        ok: false,
        failure: reason === 'status' ? failureOf(message) : { kind: reason, code: undefined, message },
      };
    }
  };
  return async (call) => {
    if (timeouts >= ENOUGH_TIMEOUTS)
      return {
        ok: false,
        failure: {
          kind: 'timeout',
          code: undefined,
          message: 'not asked: calls before it were not answered',
        },
      };
    let answer = await once(call);
    for (const pause of PAUSES_MS) {
      if (answer.ok || answer.failure.kind !== 'throttled') break;
      await sleep(pause * (0.75 + Math.random() / 2));
      answer = await once(call);
    }
    return answer;
  };
}

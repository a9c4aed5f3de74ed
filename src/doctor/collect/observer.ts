// From an answer to what was seen. What gave no answer is noted, and the rest goes on.
import type { Answer, Call } from '../calls/call.ts';
import type { Missing, Observed } from '../observations/observations.ts';

/** Keeps a list of all that was not seen. */
export class Observer {
  readonly missing: Missing[] = [];

  /** Reads an answer. `instead` may say what a failure means: no bucket policy, for one, is an answer too. */
  observe<T>(
    call: Call,
    answer: Answer | undefined,
    read: (value: unknown) => T,
    instead: (code: string | undefined, kind: string) => T | undefined = () => undefined,
  ): Observed<T> {
    if (answer?.ok) return { value: read(answer.value) };
    const failure = answer?.failure ?? { kind: 'refused', code: undefined, message: 'no answer' };
    const meant = instead(failure.code, failure.kind);
    if (meant !== undefined) return { value: meant };
    const missing = { about: call.about, command: call.args, permission: call.permission, failure };
    this.missing.push(missing);
    return { missing };
  }
}

export type Observe = <T>(
  call: Call | undefined,
  read: (value: unknown) => T,
  instead?: (code: string | undefined, kind: string) => T | undefined,
) => Observed<T>;

/** Finds the answer of a call. A call that was not made, for there was nothing to ask, has an empty answer. */
export function answersOf(observer: Observer, made: readonly Call[], answers: readonly Answer[]): Observe {
  return (call, readAnswer, instead) =>
    call === undefined
      ? { value: readAnswer(undefined) }
      : observer.observe(call, answers[made.indexOf(call)], readAnswer, instead);
}

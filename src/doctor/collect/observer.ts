// Turns answers into observations. Failed calls are recorded, and the rest continues.
import type { Answer, Call } from '../calls/call.ts';
import type { Missing, Observed } from '../observations/observations.ts';

/** Keeps a list of everything that could not be observed. */
export class Observer {
  readonly missing: Missing[] = [];

  /** Reads an answer. `instead` may give a failure a meaning: "no bucket policy", for example, is an answer too. */
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

/** Finds the answer to a call. A call that was not made, because there was nothing to ask, has an empty answer. */
export function answersOf(observer: Observer, made: readonly Call[], answers: readonly Answer[]): Observe {
  return (call, readAnswer, instead) =>
    call === undefined
      ? { value: readAnswer(undefined) }
      : observer.observe(call, answers[made.indexOf(call)], readAnswer, instead);
}

// From an answer to what was seen. What gave no answer is noted, and the rest goes on.
import type { Answer, Call } from '../call.ts';
import type { Missing, Seen } from '../observations.ts';

/** Keeps a list of all that was not seen. */
export class Eyes {
  readonly missing: Missing[] = [];

  /** Reads an answer. `instead` may say what a failure means: no bucket policy, for one, is an answer too. */
  see<T>(
    call: Call,
    answer: Answer | undefined,
    read: (value: unknown) => T,
    instead: (code: string | undefined, kind: string) => T | undefined = () => undefined,
  ): Seen<T> {
    if (answer?.ok) return { seen: read(answer.value) };
    const failure = answer?.failure ?? { kind: 'refused', code: undefined, message: 'no answer' };
    const meant = instead(failure.code, failure.kind);
    if (meant !== undefined) return { seen: meant };
    const missing = { about: call.about, command: call.args, permission: call.permission, failure };
    this.missing.push(missing);
    return { missing };
  }
}

export type See = <T>(
  call: Call | undefined,
  read: (value: unknown) => T,
  instead?: (code: string | undefined, kind: string) => T | undefined,
) => Seen<T>;

/** Finds the answer of a call. A call that was not made, for there was nothing to ask, has an empty answer. */
export function lookUp(eyes: Eyes, made: readonly Call[], answers: readonly Answer[]): See {
  return (call, readAnswer, instead) =>
    call === undefined
      ? { seen: readAnswer(undefined) }
      : eyes.see(call, answers[made.indexOf(call)], readAnswer, instead);
}

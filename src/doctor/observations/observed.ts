// A value that was observed, or the call that did not show it.
import type { Failure } from '../../alb/failures.ts';

/** A part that was not value: the call that would show it, and why it gave no answer. */
export interface Missing {
  readonly about: string;
  readonly command: readonly string[];
  readonly permission: string;
  readonly failure: Failure;
}

/** Seen, or not. A judgement that needs what was not seen is not made. */
export type Observed<T> = { readonly value: T } | { readonly missing: Missing };

/** The value, or undefined when it was not seen. */
export const observedValue = <T>(part: Observed<T> | undefined): T | undefined =>
  part !== undefined && 'value' in part ? part.value : undefined;

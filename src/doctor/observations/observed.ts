// A value that was observed, or the call that failed to provide it.
import type { Failure } from '../../alb/failures.ts';

/** Something that was not observed: the call that would show it, and why it failed. */
export interface Missing {
  readonly about: string;
  readonly command: readonly string[];
  readonly permission: string;
  readonly failure: Failure;
}

/** Observed or not. Nothing is judged on the basis of a value that was not observed. */
export type Observed<T> = { readonly value: T } | { readonly missing: Missing };

/** The value, or undefined if it was not observed. */
export const observedValue = <T>(part: Observed<T> | undefined): T | undefined =>
  part !== undefined && 'value' in part ? part.value : undefined;

// A promise of a config, and what is said about it.

export interface Kept {
  /** The key of the config. */
  readonly key: string;
  readonly promise: string;
  /** `not seen`: what was looked at does not say. */
  readonly verdict: 'met' | 'not met' | 'not seen';
  readonly because: string;
}

export type Verdict = Pick<Kept, 'verdict' | 'because'>;
export const met = (because: string): Verdict => ({ verdict: 'met', because });
export const notMet = (because: string): Verdict => ({ verdict: 'not met', because });
export const notSeen = (because: string): Verdict => ({ verdict: 'not seen', because });

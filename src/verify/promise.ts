// A promise of a config, and the verdict on it.

export interface Kept {
  /** The config key. */
  readonly key: string;
  readonly promise: string;
  /** `not seen`: the observations do not show it either way. */
  readonly verdict: 'met' | 'not met' | 'not seen';
  readonly because: string;
}

export type Verdict = Pick<Kept, 'verdict' | 'because'>;
export const met = (because: string): Verdict => ({ verdict: 'met', because });
export const notMet = (because: string): Verdict => ({ verdict: 'not met', because });
export const notSeen = (because: string): Verdict => ({ verdict: 'not seen', because });

import type { Context } from '../../../src/doctor/diagnosis.ts';
import type { Observations } from '../../../src/doctor/observations/observations.ts';

export interface Situation {
  readonly name: string;
  readonly observed: Observations;
  readonly context?: Context;
}

/** One diagnosis: observations in which it must appear, and similar ones in which it must not. */
export interface Case {
  readonly code: string;
  readonly hit: Situation;
  readonly miss: Situation;
  /** Some of the evidence, as "name: value". */
  readonly evidence: readonly string[];
  /** Part of one of the steps. */
  readonly command: string;
  /** Part of the likeliest cause. */
  readonly cause?: string;
}

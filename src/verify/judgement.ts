// The type of a judgement, and of what it says.
import type { FindingSeverity } from '../common/severity.ts';
import type { Config } from '../config/schema/index.ts';
import type { Observations } from './observations.ts';

/** A value that was observed, and what it is. */
export type Evidence = readonly [name: string, value: string | number];

/** One thing that is wrong. */
export interface Violation {
  /** Where it weighs other than the judgement says. */
  readonly severity?: FindingSeverity;
  readonly what: string;
  readonly evidence: readonly Evidence[];
  /** The likely causes, the likeliest first. */
  readonly causes: readonly string[];
  readonly remedy: string;
}

export interface Judgement {
  /** Stable, for tests and for programs. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** How it follows from what is seen. */
  readonly reasoning: string;
  /** @param config what -c promises; undefined without it. */
  judge(observed: Observations, config: Config | undefined): readonly Violation[];
}

export interface VerifyFinding extends Violation {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly title: string;
}

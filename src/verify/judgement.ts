// The types of judgements and of their results.
import type { FindingSeverity } from '../common/severity.ts';
import type { Config } from '../config/schema/index.ts';
import type { Observations } from './observations.ts';

/** An observed value with its name. */
export type Evidence = readonly [name: string, value: string | number];

/** One thing that is wrong. */
export interface Violation {
  /** Only if it differs from the judgement's. */
  readonly severity?: FindingSeverity;
  readonly what: string;
  readonly evidence: readonly Evidence[];
  /** Likely causes, most likely first. */
  readonly causes: readonly string[];
  readonly remedy: string;
}

export interface Judgement {
  /** Stable, for tests and programs. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** How it follows from the observations. */
  readonly reasoning: string;
  /** @param config the config given with -c; undefined without it. */
  judge(observed: Observations, config: Config | undefined): readonly Violation[];
}

export interface VerifyFinding extends Violation {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly title: string;
}

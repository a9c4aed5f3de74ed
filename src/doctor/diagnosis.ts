// The type of a diagnosis, and of what it says.
import type { Basis } from '../alb/finding.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { AwsOptions } from '../common/shell.ts';
import type { Config } from '../config/schema/index.ts';
import type { Observations } from './observations/observations.ts';

/** A number, an id or a time that was seen, and what it is. */
export type Evidence = readonly [name: string, value: string | number];

export interface Step {
  /** `fix` changes something, `confirm` only looks. Neither is run by the doctor. */
  readonly kind: 'fix' | 'confirm';
  readonly words: string;
  /** Ready for a shell; absent where the change is in code. Words in capitals stand for what is not known. */
  readonly command?: string;
}

/** One thing that is wrong with one subject. */
export interface Violation {
  /** The name or ARN of what it is about; the load balancer when absent. */
  readonly subject?: string;
  /** Where it weighs other than the diagnosis says. */
  readonly severity?: FindingSeverity;
  readonly what: string;
  readonly evidence: readonly Evidence[];
  /** The likely causes, the likeliest first. */
  readonly causes: readonly string[];
  readonly steps: readonly Step[];
}

/** How the user called, as far as commands repeat it. */
export interface Context {
  readonly aws: AwsOptions;
  readonly config: Config | undefined;
  /** The options that name the config, for `generate`. */
  readonly configOptions: readonly string[];
}

export interface Diagnosis {
  /** Stable, for tests and for programs. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** How it follows from what is seen. */
  readonly reasoning: string;
  readonly source: string;
  /** How sure it is, and from what. */
  readonly basis: Basis;
  judge(observed: Observations, context: Context): readonly Violation[];
}

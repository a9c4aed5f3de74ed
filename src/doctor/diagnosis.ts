// The type of a diagnosis, and of its results.
import type { Basis } from '../alb/finding.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { AwsOptions } from '../common/shell.ts';
import type { Config } from '../config/schema/index.ts';
import type { Observations } from './observations/observations.ts';

/** An observed number, id or time, and its label. */
export type Evidence = readonly [name: string, value: string | number];

export interface Step {
  /** `fix` changes something, `confirm` only reads. The doctor runs neither. */
  readonly kind: 'fix' | 'confirm';
  readonly words: string;
  /** Ready to paste into a shell; absent if the change is in code. Words in capitals stand for unknown values. */
  readonly command?: string;
}

/** One problem with one subject. */
export interface Violation {
  /** The name or ARN of what it is about; the load balancer if absent. */
  readonly subject?: string;
  /** Set if it differs from the diagnosis's severity. */
  readonly severity?: FindingSeverity;
  readonly what: string;
  readonly evidence: readonly Evidence[];
  /** The likely causes, the likeliest first. */
  readonly causes: readonly string[];
  readonly steps: readonly Step[];
}

/** How the user ran the command, as far as printed commands repeat it. */
export interface Context {
  readonly aws: AwsOptions;
  readonly config: Config | undefined;
  /** The options that give the config, for `generate`. */
  readonly configOptions: readonly string[];
}

export interface Diagnosis {
  /** Stable: tests and other programs refer to it. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** The problem, as a heading. */
  readonly title: string;
  /** How it follows from the observations. */
  readonly reasoning: string;
  readonly source: string;
  /** How certain it is, and on what grounds. */
  readonly basis: Basis;
  judge(observed: Observations, context: Context): readonly Violation[];
}

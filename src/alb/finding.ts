/** `error`: ELB refuses it. `warning`: it deploys, and hurts. */
export type Severity = 'error' | 'warning';

/** What is wrong, as data. The words come from {@link Words}, made by one formatter per room. */
export interface Finding {
  /** Stable, for tests, ignores and documentation. */
  readonly code: string;
  readonly severity: Severity;
  /** Where: the segments of a config key, or of a place in a template. */
  readonly path: readonly (string | number)[];
  readonly args: Readonly<Record<string, unknown>>;
}

/** One finding in words. */
export interface Words {
  readonly what: string;
  readonly allowed?: string;
  readonly remedy: string;
}

// What can be wrong with what a user gave: the one type of error that every room throws for it.

/** One thing that is wrong, in words. */
export interface Problem {
  /** Default: error. A warning stops nothing. */
  readonly severity?: 'error' | 'warning';
  readonly what: string;
  /** Lines that belong to `what`, such as a table. */
  readonly details?: readonly string[] | undefined;
  /** A file with its line, a key, an option, a command. */
  readonly where?: string | undefined;
  /** The allowed values or the allowed form. */
  readonly allowed?: string | undefined;
  /** What to do. */
  readonly remedy?: string | undefined;
}

export interface KnownErrorOptions extends Omit<Problem, 'what' | 'severity'> {
  /** The code that the command exits with; default 2, wrong usage or input. */
  readonly exitCode?: number;
  /** How many more problems there are than are listed; default 0. */
  readonly omitted?: number;
  readonly cause?: unknown;
}

/** An error that the user can fix. It is reported in words, without a stack. */
export class KnownError extends Error {
  readonly code = 'ERR_KNOWN';
  readonly exitCode: number;
  /** At least one. */
  readonly problems: readonly Problem[];
  /** How many more problems there are than {@link problems} lists. */
  readonly omitted: number;

  /** One problem, or several that are reported together. */
  constructor(what: string | readonly Problem[], options: KnownErrorOptions = {}) {
    const { exitCode = 2, omitted = 0, cause, ...rest } = options;
    const problems = typeof what === 'string' ? [{ what, ...rest }] : what;
    super(problems.map((problem) => problem.what).join(' '), { cause });
    this.name = 'KnownError';
    this.exitCode = exitCode;
    this.problems = problems;
    this.omitted = omitted;
  }

  /** Of the first problem, as {@link allowed} and {@link remedy}. */
  get where(): string | undefined {
    return this.problems[0]?.where;
  }
  get allowed(): string | undefined {
    return this.problems[0]?.allowed;
  }
  get remedy(): string | undefined {
    return this.problems[0]?.remedy;
  }
}

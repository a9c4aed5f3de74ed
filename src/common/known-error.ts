// The one error type that every room throws for problems with the user's input.

/** One problem, as text. */
export interface Problem {
  /** Default: error. A warning does not stop the command. */
  readonly severity?: 'error' | 'warning';
  readonly what: string;
  /** Lines that belong to `what`, such as a table. */
  readonly details?: readonly string[] | undefined;
  /** A file and line, a key, an option, a command. */
  readonly where?: string | undefined;
  /** The allowed values or the allowed form. */
  readonly allowed?: string | undefined;
  /** What to do. */
  readonly remedy?: string | undefined;
}

export interface KnownErrorOptions extends Omit<Problem, 'what' | 'severity'> {
  /** The exit code of the command; default 2, wrong usage or input. */
  readonly exitCode?: number;
  /** How many problems are not listed; default 0. */
  readonly omitted?: number;
  readonly cause?: unknown;
}

/** An error that the user can fix. It is reported as a message, without a stack trace. */
export class KnownError extends Error {
  readonly code = 'ERR_KNOWN';
  readonly exitCode: number;
  /** At least one. */
  readonly problems: readonly Problem[];
  /** How many problems {@link problems} leaves out. */
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

  /** The first problem's; likewise {@link allowed} and {@link remedy}. */
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

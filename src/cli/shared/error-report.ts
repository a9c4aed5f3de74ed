// The one place where errors end up: how each kind is reported, and the exit code it causes.
import { readFileSync } from 'node:fs';
import { KnownError, type Problem } from '../../common/known-error.ts';
import { printable } from '../../common/printable.ts';
import { isClosedPipe, printToStderr } from '../io/output.ts';
import { packageFile } from '../io/package-file.ts';
import { paint } from '../io/style.ts';

const EXIT_CRASH = 70;

/** Reports an error and returns the exit code. */
export function reportError(error: unknown, { debug = false } = {}): number {
  if (isClosedPipe(error)) return 0;
  if (!(error instanceof KnownError)) {
    printToStderr(crashReport(error));
    return EXIT_CRASH;
  }
  for (const problem of error.problems) printToStderr(formatProblem(problem));
  const shown = error.problems.filter(({ severity }) => severity !== 'warning').length;
  const all = shown + error.omitted;
  if (error.omitted > 0) printToStderr(`\n${all} errors; the first ${shown} are shown. Nothing was written.`);
  else if (shown > 1) printToStderr(`\n${shown} errors. Nothing was written.`);
  if (debug) printToStderr(String(error.stack));
  return error.exitCode;
}

/** Prints a problem as a warning. */
export const warn = (problem: Problem): void =>
  printToStderr(formatProblem({ ...problem, severity: 'warning' }));

/** Formats a problem as a block of lines: where, what, what is allowed, what to do. */
export function formatProblem({ severity = 'error', what, details = [], ...rest }: Problem): string {
  const { where, allowed, remedy } = rest;
  const label = paint(severity === 'error' ? 'red' : 'yellow', severity);
  const words = printable(what);
  return [
    ...(where ? [`${label}: ${paint('bold', printable(where))}`, `  ${words}`] : [`${label}: ${words}`]),
    ...details.map((line) => `    ${printable(line)}`),
    ...(allowed ? [`  allowed: ${printable(allowed)}`] : []),
    ...(remedy ? [`  remedy:  ${printable(remedy)}`] : []),
  ].join('\n');
}

/** What a maintainer needs to find the bug, and where to send it. */
export function crashReport(error: unknown, { version, bugs }: About = aboutPackage()): string {
  const { node } = process.versions;
  return [
    error instanceof Error ? String(error.stack) : String(error),
    '',
    `This is a bug in websocket-alb ${version} (Node.js ${node}, ${process.platform} ${process.arch}).`,
    `Please report it${bugs === undefined ? '' : ` at ${bugs}`}: the lines above, the command, and the config, template or log that it read,`,
    'without account IDs and other secrets.',
  ].join('\n');
}

interface About {
  readonly version: string;
  /** The URL in the `bugs` field of package.json, if there is one. */
  readonly bugs: string | undefined;
}

/** Read from package.json, only after a crash. */
function aboutPackage(): About {
  try {
    const { version, bugs } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
      readonly version: string;
      readonly bugs?: string | { readonly url?: string };
    };
    return { version, bugs: typeof bugs === 'string' ? bugs : bugs?.url };
  } catch {
    return { version: '(unknown version)', bugs: undefined };
  }
}

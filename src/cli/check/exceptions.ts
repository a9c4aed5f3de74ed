// The project's config for `check` and its baseline: found, read, applied and written.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import {
  CHECK_CONFIG_NAME,
  parseCheckConfig,
  type CheckConfig,
} from '../../check/exceptions/check-config.ts';
import { baselineText, parseBaseline, type Baseline } from '../../check/exceptions/baseline.ts';
import { matchesGlob } from '../../check/exceptions/glob.ts';
import {
  applyBaseline,
  applyConfig,
  ignoreOf,
  KnownFindings,
  type Applied,
  type PathOf,
} from '../../check/exceptions/set-aside.ts';
import type { CountingOf } from '../../check/fix/fix.ts';
import type { FileReport } from '../../check/report.ts';
import { CHECK_RULES } from '../../check/rules/index.ts';
import { KnownError } from '../../common/known-error.ts';
import { many } from '../../common/numbers.ts';
import { readText } from '../io/input.ts';
import { printToStderr } from '../io/output.ts';
import { systemError } from '../io/system-error.ts';
import { writeFile } from '../io/write-files.ts';

export interface ExceptionOptions {
  readonly checkConfig?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

export interface Exceptions {
  /** Whether the config leaves a file out; it is counted. */
  readonly isExcluded: (file: string) => boolean;
  /** Leaves out of a file's findings those that config or baseline accept. */
  readonly countingIn: (file: string) => CountingOf;
  /** Applies config and baseline, and writes a baseline when that was asked for. */
  readonly apply: (reports: readonly FileReport[]) => Applied;
}

/** The largest config or baseline that is read. */
const MAX_BYTES = 16_777_216;

/**
 * Reads config and baseline.
 *
 * @param ignored - codes that `--ignore` names.
 * @throws {KnownError} for one that cannot be read.
 */
export function exceptionsOf(options: ExceptionOptions, ignored: ReadonlySet<string>): Exceptions {
  const at = options.checkConfig ?? findConfig(process.cwd());
  const config = at === undefined ? undefined : readConfig(at);
  const configPath = pathFrom(at);
  const { baseline: named, writeBaseline } = options;
  const baseline = named === undefined ? undefined : parseBaseline(named, readInput(named, '--baseline'));
  const excluded = new Set<string>();
  const today = new Date().toISOString().slice(0, 10);
  return {
    isExcluded(file) {
      if (file === '-' || !config) return false;
      const path = configPath(file);
      const isOut = config.exclude.some((glob) => matchesGlob(glob, path));
      if (isOut) excluded.add(path);
      return isOut;
    },
    countingIn: (file) => (findings) => {
      const known = baseline && {
        findings: new KnownFindings(baseline),
        path: pathFrom(baseline.name)(file),
      };
      return findings.filter(
        (finding) =>
          !(config && ignoreOf(finding, configPath(file), config, today)) &&
          !known?.findings.take(finding, known.path),
      );
    },
    apply(reports) {
      const first = config ? applyConfig(reports, config, today, configPath) : { reports, notes: [] };
      const second = withBaseline(first.reports, baseline, writeBaseline, ignored);
      const out =
        excluded.size === 0 || !config
          ? []
          : [`${many(excluded.size, 'file')} left out by exclude in ${config.file}.`];
      return { reports: second.reports, notes: [...out, ...first.notes, ...second.notes] };
    },
  };
}

function withBaseline(
  reports: readonly FileReport[],
  baseline: Baseline | undefined,
  destination: string | undefined,
  ignored: ReadonlySet<string>,
): Applied {
  const known = destination === undefined ? baseline : write(reports, destination);
  if (!known) return { reports, notes: [] };
  const pathOf = pathFrom(known.name);
  const judged = new Set(reports.flatMap(({ file, result }) => (result.ok ? [pathOf(file)] : [])));
  const isGone = (file: string): boolean =>
    file !== 'stdin' && !existsSync(resolve(dirname(known.name), file));
  return applyBaseline(
    reports,
    known,
    pathOf,
    ({ file, code }) => !ignored.has(code) && (judged.has(file) || isGone(file)),
  );
}

/** The baseline that was written; undefined when a file could not be judged, so that nothing it holds gets lost. */
function write(reports: readonly FileReport[], destination: string): Baseline | undefined {
  if (reports.some(({ result }) => !result.ok)) {
    printToStderr(`${destination} was not written: a file could not be judged.`);
    return undefined;
  }
  const text = baselineText(reports, pathFrom(destination));
  const baseline = parseBaseline(destination, text);
  writeFile(destination, text);
  const number = baseline.findings.reduce((sum, { count = 1 }) => sum + count, 0);
  printToStderr(
    `${destination}: ${many(number, 'finding')} known from now on, with --baseline ${destination}.`,
  );
  return baseline;
}

function readConfig(path: string): CheckConfig {
  const name = relative(process.cwd(), resolve(path)) || path;
  const codes = CHECK_RULES.map(({ code }) => code);
  return parseCheckConfig(name, readInput(path, '--check-config'), codes);
}

function readInput(path: string, option: string): string {
  try {
    return readText(path, MAX_BYTES);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot read ${path}: ${reason}.`, {
      where: option,
      remedy: option === '--baseline' ? 'Write it first: --write-baseline FILE.' : 'Name a file that exists.',
    });
  }
}

/** In the folder, or in one above it up to the root of the repository; without a repository, in the folder only. */
function findConfig(folder: string): string | undefined {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, CHECK_CONFIG_NAME);
    if (existsSync(file)) found.push(file);
    if (existsSync(join(at, '.git'))) return found[0];
    if (at === dirname(at)) return found.find((one) => dirname(one) === folder);
  }
}

/** Paths as seen from the folder of a file, with slashes. */
function pathFrom(file: string | undefined): PathOf {
  const base = folderBehindLinks(dirname(resolve(file ?? '.')));
  return (name) => {
    if (name === 'stdin' || name === '-') return name;
    const at = resolve(name);
    return relative(base, join(folderBehindLinks(dirname(at)), basename(at))).replaceAll(sep, '/');
  };
}

function folderBehindLinks(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // Reading what is in it says why.
    return folder;
  }
}

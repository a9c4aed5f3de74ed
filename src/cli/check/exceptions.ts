// Finds, reads and applies a project's config for `check`, and reads, applies and writes its baseline.
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
  /** Whether the config excludes a file. Excluded files are counted. */
  readonly isExcluded: (file: string) => boolean;
  /** Removes the findings of a file that the config or baseline accepts. */
  readonly countingIn: (file: string) => CountingOf;
  /** Applies config and baseline, and writes a baseline if --write-baseline is given. */
  readonly apply: (reports: readonly FileReport[]) => Applied;
}

/** Maximum size of a config or baseline file. */
const MAX_BYTES = 16_777_216;

/**
 * Reads config and baseline.
 *
 * @param ignored - codes given with `--ignore`.
 * @throws {KnownError} when either cannot be read.
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

/**
 * Writes a baseline and returns it. If a file could not be checked, writes nothing: its known findings would be lost.
 */
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

/** Looks in the folder and its parents up to the repository root; outside a repository, in the folder only. */
function findConfig(folder: string): string | undefined {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, CHECK_CONFIG_NAME);
    if (existsSync(file)) found.push(file);
    if (existsSync(join(at, '.git'))) return found[0];
    if (at === dirname(at)) return found.find((one) => dirname(one) === folder);
  }
}

/** Returns paths relative to the folder of `file`, with forward slashes. */
function pathFrom(file: string | undefined): PathOf {
  const base = realFolder(dirname(resolve(file ?? '.')));
  return (name) => {
    if (name === 'stdin' || name === '-') return name;
    const at = resolve(name);
    return relative(base, join(realFolder(dirname(at)), basename(at))).replaceAll(sep, '/');
  };
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // Reading the file will report why.
    return folder;
  }
}

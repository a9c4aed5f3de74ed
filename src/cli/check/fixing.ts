// `--fix`: collects the fixes for all files of a run, then writes them or shows them as a diff.
import { accessSync, constants, statSync } from 'node:fs';
import { wordCheckFinding, type CheckFinding } from '../../check/check.ts';
import { fixTemplate, type CountingOf, type FixResult } from '../../check/fix/fix.ts';
import type { CheckRule } from '../../check/rule.ts';
import { KnownError } from '../../common/known-error.ts';
import { many } from '../../common/numbers.ts';
import { printable } from '../../common/printable.ts';
import { readText } from '../io/input.ts';
import { printToStderr } from '../io/output.ts';
import { systemError } from '../io/system-error.ts';
import { writeFiles } from '../io/write-files.ts';
import type { NamedText } from './template-files.ts';

const FIX_MODES = ['safe', 'suggest', 'dry-run'] as const;
type FixMode = (typeof FIX_MODES)[number];

/**
 * Parses the values of `--fix`. In `--fix template.yaml` the parser of the options takes the file for a value.
 *
 * @throws {KnownError} for a value that is neither a mode nor a file.
 */
export function parseFix(words: readonly string[]): {
  modes: ReadonlySet<FixMode>;
  files: readonly string[];
} {
  const modes = new Set<FixMode>();
  const files: string[] = [];
  for (const word of words) {
    const mode = FIX_MODES.find((one) => one === word);
    if (mode) modes.add(mode);
    else if (word === '-' || statSync(word, { throwIfNoEntry: false })) files.push(word);
    else
      throw new KnownError(`There is no --fix=${word}, and no file of that name.`, {
        where: '--fix',
        allowed: `--fix, ${FIX_MODES.slice(1)
          .map((one) => `--fix=${one}`)
          .join(', ')}`,
      });
  }
  return { modes, files };
}

interface Fixed {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly fixed: readonly CheckFinding[];
}

/** A file that could be read. */
export type ReadText = NamedText & { readonly text: string };

/**
 * Fixes templates one by one as they are read, and manifests together, so that only what is left is checked; writes at
 * the end.
 */
export class Fixing {
  readonly #rules: readonly CheckRule[];
  readonly #modes: ReadonlySet<FixMode>;
  readonly #countingIn: (file: string) => CountingOf;
  readonly #changed: Fixed[] = [];
  readonly #accepted: { readonly file: string; readonly findings: readonly CheckFinding[] }[] = [];
  readonly #others: string[] = [];

  /** @param countingIn - removes the findings of a file that the project accepts: they are not fixed. */
  constructor(
    rules: readonly CheckRule[],
    modes: ReadonlySet<FixMode>,
    countingIn: (file: string) => CountingOf,
  ) {
    this.#rules = rules;
    this.#modes = modes;
    this.#countingIn = countingIn;
  }

  get isDryRun(): boolean {
    return this.#modes.has('dry-run');
  }

  /** The template with its fixes applied. @throws {KnownError} when there is no file to write to. */
  readonly take = (named: NamedText): NamedText => {
    const { file, text, written } = named;
    if (typeof text !== 'string') return named;
    if (!this.isDryRun) refuseStream(file);
    if (written === 'terraform') this.#others.push(file);
    // Manifests are fixed together once all are read: see takeManifests().
    if (written !== 'template') return named;
    const counting = this.#countingIn(streamName(file));
    return this.#keep({ ...named, text }, fixTemplate(text, this.#rules, this.#mode, counting));
  };

  /**
   * All manifests of a run with their fixes applied. Findings whose rule has a fix that does not work here are
   * reported.
   */
  async takeManifests(manifests: readonly ReadText[]): Promise<ReadText[]> {
    const [{ fixManifests }, { KUBERNETES }] = await Promise.all([
      import('../../kubernetes/fix/fix.ts'),
      import('../../kubernetes/terms.ts'),
    ]);
    const texts = manifests.map(({ file, text }) => ({ file: streamName(file), text }));
    const results = fixManifests(texts, this.#rules, this.#mode, this.#countingIn);
    return manifests.map((named, index) => {
      const result = results[index];
      if (!result) return named;
      for (const finding of result.left) {
        const { what, remedy } = wordCheckFinding(finding, KUBERNETES);
        printToStderr(
          `${nameOf(named.file)}: not fixed: ${listed([finding])}: ${printable(`${what} ${remedy}`)}`,
        );
      }
      return this.#keep(named, result);
    });
  }

  /** Records the result; returns `before` itself when nothing was fixed. */
  #keep(before: ReadText, result: FixResult): ReadText {
    const { file, written } = before;
    if (result.accepted) this.#accepted.push({ file, findings: result.accepted });
    if (result.refused !== undefined) printToStderr(`${nameOf(file)}: not fixed: ${result.refused}.`);
    if (result.fixed.length === 0) return before;
    this.#changed.push({ file, before: before.text, after: result.text, fixed: result.fixed });
    return { file, written, text: result.text };
  }

  get #mode(): 'safe' | 'suggest' {
    return this.#modes.has('suggest') ? 'suggest' : 'safe';
  }

  /** Writes all files, each atomically and keeping its mode. @throws {KnownError} before anything is written. */
  write(): void {
    this.#reportOthers();
    for (const { file, before } of this.#changed) refuseChanged(file, before);
    writeFiles(this.#changed.map(({ file, after }) => ({ path: file, text: after })));
    this.#reportFixed('fixed');
  }

  /** All changes as a unified diff; empty when there are none. */
  async difference(): Promise<string> {
    this.#reportOthers();
    this.#reportFixed('would fix');
    const { formatPatch, structuredPatch, FILE_HEADERS_ONLY } = await import('diff');
    return this.#changed
      .map(({ file, before, after }) => {
        const name = nameOf(file);
        const patch = structuredPatch(name, name, before, after, undefined, undefined, { context: 3 });
        return formatPatch(patch, FILE_HEADERS_ONLY);
      })
      .join('');
  }

  #reportFixed(verb: string): void {
    for (const { file, fixed } of this.#changed)
      printToStderr(`${nameOf(file)}: ${verb} ${many(fixed.length, 'finding')}: ${listed(fixed)}.`);
    for (const { file, findings } of this.#accepted)
      printToStderr(
        `${nameOf(file)}: left ${many(findings.length, 'finding')} that config or baseline accept: ${listed(findings)}.`,
      );
  }

  #reportOthers(): void {
    const count = this.#others.length;
    if (count > 0)
      printToStderr(
        `${many(count, 'file')} of Terraform left as ${count === 1 ? 'it is' : 'they are'}: change the configuration; a plan or state is made from it.`,
      );
  }
}

const listed = (findings: readonly CheckFinding[]): string =>
  printable(findings.map(({ code, logicalId, line }) => `${code} ${logicalId} (${line})`).join(', '));

const streamName = (file: string): string => (file === '-' ? 'stdin' : file);
const nameOf = (file: string): string => printable(streamName(file));

function refuseStream(file: string): void {
  const stat = file === '-' ? undefined : statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) return;
  throw new KnownError('--fix writes to the file that it reads, and this is not a file.', {
    where: file === '-' ? 'stdin' : file,
    remedy: 'Name a file, or see the changes with --fix=dry-run.',
  });
}

/** Refuses to overwrite a file that was changed since it was read, or that is not writable. */
function refuseChanged(file: string, before: string): void {
  try {
    accessSync(file, constants.W_OK);
    if (readText(file, Infinity) === before) return;
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot fix ${file}: ${reason}.`, {
      where: file,
      remedy: 'Make it writable. Nothing was changed.',
      cause: error,
    });
  }
  throw new KnownError(`${file} was changed while it was checked.`, {
    where: file,
    remedy: 'Run it again. Nothing was changed.',
  });
}

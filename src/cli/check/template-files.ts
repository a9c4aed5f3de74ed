// Reads the templates, plans and manifests that the user named.
import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { entry } from '../../check/node.ts';
import { BrokenTemplate, MAX_BYTES, readDocument, tooLarge, type Document } from '../../check/read.ts';
import {
  isUnrendered,
  speaksOfLoadBalancers,
  writtenAs,
  type NotRead,
  type Written,
} from '../../check/recognise.ts';
import { printable } from '../../common/printable.ts';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from '../io/system-error.ts';
import { InputTooLarge, readText } from '../io/input.ts';
import { printToStderr } from '../io/output.ts';
import { SKIP_WORDS, walk, type Skipped, type SkipReason } from './folder-walk.ts';

export interface NamedText {
  /** `-` is standard input. */
  readonly file: string;
  readonly written: Written;
  /** The text, or why the file cannot be read and what to do. */
  readonly text: string | { readonly line: 1; readonly reason: string; readonly remedy: string };
  /** The parsed text, if it was already parsed to find out whether it is a template. */
  readonly document?: Document | undefined;
}

/** Which files are read. */
export interface Selection {
  /** Files with nothing to check are left out silently. */
  readonly skipOthers: boolean;
  readonly isExcluded: (file: string) => boolean;
}

/**
 * Reads files and the templates in folders lazily. A file that cannot be read does not keep the others from being
 * checked. A file reached twice, by another name or a link, is yielded once.
 *
 * @throws {KnownError} for a folder without templates.
 */
export function* readTexts(names: readonly string[], selection: Selection): Generator<NamedText> {
  const places = new Set<string>();
  for (const name of names)
    for (const found of isFolder(name) ? inFolder(name, selection) : named(name, selection)) {
      const place = placeOf(found.file);
      if (places.has(place)) continue;
      places.add(place);
      yield found;
    }
}

/** A file named by the user, unless the selection leaves it out. */
function named(file: string, { skipOthers, isExcluded }: Selection): NamedText[] {
  if (isExcluded(file)) return [];
  const found = read(file);
  if (!skipOthers) return [found];
  const { text, written } = found;
  // A missing file is the caller's mistake, and is reported.
  if (typeof text !== 'string') return kindOfBeginning(file).kind === 'template' ? [found] : [];
  const { kind, document } = kindOf(text, written);
  return kind === 'template' ? [{ ...found, document }] : [];
}

/** The real path of a file; the name itself if there is no such file. */
export function placeOf(file: string): string {
  try {
    return file === '-' ? file : realpathSync(file);
  } catch {
    // Reading it will report why.
    return file;
  }
}

const isFolder = (name: string): boolean =>
  name !== '-' && (statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false);

/** Plans of large estates are tens of MB; manifests rendered together, a few. */
const MOST_BYTES: Readonly<Record<Written, number>> = {
  template: MAX_BYTES,
  terraform: 268_435_456,
  kubernetes: 16_777_216,
};
const limitOf = (beginning: string): number => MOST_BYTES[writtenAs(beginning)];

function read(file: string): NamedText {
  try {
    const text = readText(file, limitOf);
    return { file, written: writtenAs(text), text };
  } catch (error) {
    if (error instanceof InputTooLarge)
      return { file, written: 'template', text: { line: 1, ...wordsForSize(file, error.maxBytes) } };
    const reason = systemError(error);
    if (!reason) throw error;
    return {
      file,
      written: 'template',
      text: {
        line: 1,
        reason: `Cannot read the file: ${reason}.`,
        remedy: 'Name a file or a folder that exists and that you may read.',
      },
    };
  }
}

function wordsForSize(file: string, maxBytes: number): NotRead {
  if (maxBytes > MAX_BYTES)
    return {
      reason: `This has more than ${maxBytes} bytes; the rest was not read.`,
      remedy: 'Split it: a plan by its configurations, manifests by files.',
    };
  const stat = file === '-' ? undefined : statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) {
    const { message, remedy } = tooLarge(stat.size);
    return { reason: message, remedy };
  }
  return {
    reason: `This has more than ${MAX_BYTES} bytes, the most that CloudFormation takes; the rest was not read.`,
    remedy: 'Name a template. A larger one must be split into several stacks.',
  };
}

/**
 * The templates in a folder. After the last, reports on stderr how many other files named like templates were left out.
 */
function* inFolder(folder: string, { skipOthers, isExcluded }: Selection): Generator<NamedText> {
  const { files: all, skipped } = walk(folder);
  // A file's own name wins over the name of a link to it.
  const unique = new Map<string, string>();
  for (const { file } of all.toSorted((a, b) => Number(b.isLink) - Number(a.isLink)))
    unique.set(placeOf(file), file);
  const others = { other: [] as string[], unrendered: [] as string[], unreadable: [] as string[] };
  let templates = 0;
  const files = [...unique.values()].toSorted().filter((file) => !isExcluded(file));
  for (const file of files) {
    const { text, written } = read(file);
    const { kind, document } = typeof text === 'string' ? kindOf(text, written) : kindOfBeginning(file);
    if (kind === 'template') {
      templates++;
      yield { file, written, text, document };
    } else others[kind].push(file);
  }
  if (skipOthers) return;
  const words = leftOut(folder, others, skipped);
  if (templates === 0 && files.length === unique.size)
    throw new KnownError(
      words === ''
        ? 'There is no YAML or JSON in the folder.'
        : `The folder has files that are named as YAML or JSON, but none is a template, plan or manifest: ${words}.`,
      {
        where: folder,
        allowed:
          '*.yaml, *.yml, *.json and *.template with a section Resources, the JSON of a Terraform plan, or manifests of load balancers, not in node_modules',
        remedy: 'Name another folder, or files.',
      },
    );
  const count = files.length + skipped.length;
  if (words) printToStderr(`${folder}: ${count - templates} of ${count} files left out: ${words}.`);
}

interface Kind {
  readonly kind: 'template' | 'other' | 'unrendered' | 'unreadable';
  readonly document?: Document;
}

/** A key that only templates have, even where the text is cut off right after it. */
const SHOWS_A_TEMPLATE =
  /(?:^|[{,\uFEFF\uFFFD])\s*["']?(?:Resources|AWSTemplateFormatVersion)["']?\s*(?::|$(?![^]))/m;

/** UTF-16, which PowerShell writes, is the same ASCII text with a NUL next to each byte. */
const showsTemplate = (text: string): boolean => SHOWS_A_TEMPLATE.test(text.replaceAll('\0', ''));

/** A file that does not parse but looks like a template counts as one: leaving it out would hide what is in it. */
function kindOf(text: string, written: Written): Kind {
  if (written === 'terraform') return { kind: 'template' };
  if (isUnrendered(text)) return { kind: 'unrendered' };
  if (written === 'kubernetes') return { kind: speaksOfLoadBalancers(text) ? 'template' : 'other' };
  try {
    const document = readDocument(text);
    return entry(document.root, 'Resources')?.value.kind === 'map'
      ? { kind: 'template', document }
      : { kind: 'other' };
  } catch (error) {
    if (!(error instanceof BrokenTemplate || error instanceof RangeError)) throw error;
    if (showsTemplate(text)) return { kind: 'template' };
    return { kind: error instanceof BrokenTemplate && error.isSyntax ? 'unreadable' : 'other' };
  }
}

/** For a file that cannot be read or is too large for a template. It may be other data, such as a lock file. */
function kindOfBeginning(path: string): Kind {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const beginning = Buffer.alloc(MAX_BYTES);
    const length = readSync(file, beginning, 0, MAX_BYTES, 0);
    return { kind: showsTemplate(beginning.toString('utf8', 0, length)) ? 'template' : 'other' };
  } catch {
    // Reading the whole file failed too, and reported why.
    return { kind: 'template' };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** How many files in the folder were left out, and why; empty when there are none. */
function leftOut(
  folder: string,
  {
    other,
    unrendered,
    unreadable,
  }: Readonly<Record<'other' | 'unrendered' | 'unreadable', readonly string[]>>,
  skipped: readonly Skipped[],
): string {
  return [
    ...(other.length === 0
      ? []
      : [`${other.length} ${other.length === 1 ? 'that holds' : 'that hold'} nothing to check`]),
    ...(unrendered.length === 0
      ? []
      : [`${unrendered.length} of a Helm chart that is not rendered (${namesOf(folder, unrendered)})`]),
    ...(unreadable.length === 0
      ? []
      : [`${unreadable.length} that cannot be read as YAML or JSON (${namesOf(folder, unreadable)})`]),
    ...(Object.keys(SKIP_WORDS) as SkipReason[]).flatMap((reason) => {
      const paths = skipped.filter((each) => each.reason === reason).map(({ path }) => path);
      const [one, several] = SKIP_WORDS[reason];
      return paths.length === 0
        ? []
        : [`${paths.length} ${paths.length === 1 ? one : several} (${namesOf(folder, paths)})`];
    }),
  ].join(', ');
}

const MAX_NAMES = 3;

/** Names relative to the folder; only the first few if there are many. */
function namesOf(folder: string, paths: readonly string[]): string {
  const names = paths.map((path) => relative(folder, path) || '.').toSorted();
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).map(printable).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

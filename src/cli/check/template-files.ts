// What a user named -> the texts of templates.
import { closeSync, lstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { entry } from '../../check/node.ts';
import { BrokenTemplate, MAX_BYTES, readNodes, tooLarge } from '../../check/read.ts';
import { printable } from '../../common/printable.ts';
import { KnownError, systemError } from '../shared/known-error.ts';
import { readStdin } from '../io/input.ts';
import { tell } from '../io/output.ts';

export interface NamedText {
  /** `-` is standard input. */
  readonly file: string;
  /** Or why the file cannot be read, and what to do. */
  readonly text: string | { readonly line: 1; readonly reason: string; readonly remedy: string };
}

/**
 * Reads files, and the templates in folders. A file that cannot be read does not keep the others from being checked. One
 * that is reached twice, by another name or a link, is read once.
 *
 * @throws {KnownError} for a folder without templates.
 */
export async function readTexts(names: readonly string[]): Promise<NamedText[]> {
  const texts = new Map<string, NamedText>();
  for (const name of names)
    for (const found of isFolder(name) ? await inFolder(name) : [read(name)]) {
      const place = placeOf(found.file);
      if (!texts.has(place)) texts.set(place, found);
    }
  return [...texts.values()];
}

/** The file behind links; the name itself where there is none. */
function placeOf(file: string): string {
  try {
    return file === '-' ? file : realpathSync(file);
  } catch {
    // Reading it says why.
    return file;
  }
}

const isFolder = (name: string): boolean =>
  name !== '-' && (statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false);

function read(file: string): NamedText {
  try {
    if (file === '-') return { file, text: readStdin() };
    const stat = statSync(file);
    if (stat.isFile() && stat.size > MAX_BYTES) throw tooLarge(stat.size);
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    if (error instanceof BrokenTemplate)
      return { file, text: { line: 1, reason: error.message, remedy: error.remedy } };
    const reason = systemError(error);
    if (!reason) throw error;
    return {
      file,
      text: {
        line: 1,
        reason: `Cannot read the file: ${reason}.`,
        remedy: 'Name a file or a folder that exists and that you may read.',
      },
    };
  }
}

const PATTERN = '**/*.{yaml,yml,json,template}';

/**
 * Hidden files and folders, node_modules and folders behind links are left out. What is no template is counted on
 * stderr.
 */
async function inFolder(folder: string): Promise<NamedText[]> {
  const { glob } = await import('tinyglobby');
  const options = { ignore: '**/node_modules/**', expandDirectories: false, followSymbolicLinks: false };
  const found = (await glob(PATTERN, { cwd: folder, ...options })).map((file) => join(folder, file));
  const files = found.filter((file) => !isFolder(file)).map((file) => ({ file, isLink: isLink(file) }));
  // A file is better known by its own name than by that of a link to it.
  const unique = new Map<string, string>();
  for (const { file } of files.toSorted((a, b) => Number(b.isLink) - Number(a.isLink)))
    unique.set(placeOf(file), file);
  const texts = [...unique.values()].toSorted().map((file) => {
    const { text } = read(file);
    return { file, text, kind: typeof text === 'string' ? kindOf(text) : kindOfBeginning(file) };
  });
  const others = leftOut(folder, texts);
  const templates = texts.filter(({ kind }) => kind === 'template');
  if (templates.length === 0)
    throw new KnownError(
      texts.length === 0
        ? 'There is no YAML or JSON in the folder.'
        : `The folder has files that are named as YAML or JSON, but none is a template: ${others}.`,
      {
        where: folder,
        allowed: '*.yaml, *.yml, *.json and *.template with a section Resources, not in node_modules',
        remedy: 'Name another folder, or files.',
      },
    );
  if (others)
    tell(`${folder}: ${texts.length - templates.length} of ${texts.length} files left out: ${others}.`);
  return templates.map(({ file, text }) => ({ file, text }));
}

const isLink = (file: string): boolean =>
  lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

type Kind = 'template' | 'other' | 'unreadable';

/** A key that only templates have, also where the text is cut off behind it. */
const SHOWS_A_TEMPLATE =
  /(?:^|[{,\uFEFF\uFFFD])\s*["']?(?:Resources|AWSTemplateFormatVersion)["']?\s*(?::|$(?![^]))/m;

/** UTF-16, as PowerShell writes it, is the same text with a NUL byte beside each of its bytes. */
const showsTemplate = (text: string): boolean => SHOWS_A_TEMPLATE.test(text.replaceAll('\0', ''));

/** What cannot be read but shows a template is one that is damaged: to leave it out would hide what is in it. */
function kindOf(text: string): Kind {
  try {
    return entry(readNodes(text), 'Resources')?.value.kind === 'map' ? 'template' : 'other';
  } catch (error) {
    if (!(error instanceof BrokenTemplate || error instanceof RangeError)) throw error;
    if (showsTemplate(text)) return 'template';
    return error instanceof BrokenTemplate && error.isSyntax ? 'unreadable' : 'other';
  }
}

/** A file that cannot be read, or is larger than any template: other data may be, such as a lock file. */
function kindOfBeginning(path: string): Kind {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const beginning = Buffer.alloc(MAX_BYTES);
    const length = readSync(file, beginning, 0, MAX_BYTES, 0);
    return showsTemplate(beginning.toString('utf8', 0, length)) ? 'template' : 'other';
  } catch {
    // Reading all of it has failed likewise, and says why.
    return 'template';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const MAX_NAMES = 3;

/** How many files of the folder are left out, and why; empty when none is. Few names are told. */
function leftOut(folder: string, texts: readonly { readonly file: string; readonly kind: Kind }[]): string {
  const words = (kind: Kind, why: string, isNamed: boolean): string[] => {
    const names = texts.filter((each) => each.kind === kind).map(({ file }) => relative(folder, file));
    if (names.length === 0) return [];
    const list = isNamed && names.length <= MAX_NAMES ? ` (${names.map(printable).join(', ')})` : '';
    return [`${names.length} ${why}${list}`];
  };
  return [
    ...words('other', 'without a section Resources', false),
    ...words('unreadable', 'that cannot be read as YAML or JSON', true),
  ].join(', ');
}

/** Words for a text that is no template, when it is a config. */
export async function wordsForConfig(
  file: string,
  text: string,
): Promise<{ readonly reason: string; readonly remedy: string } | undefined> {
  const { keysAt } = await import('../../config/keys.ts');
  const known = new Set(['$schema', ...keysAt([])]);
  try {
    const root = readNodes(text);
    if (root.kind !== 'map' || root.entries.size === 0) return undefined;
    if ([...root.entries.keys()].some((key) => !known.has(key))) return undefined;
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError) return undefined;
    throw error;
  }
  return {
    reason: 'This is a config, not a template.',
    remedy: `Check the template that it yields: generate template -c ${file === '-' ? 'FILE' : file} | generate check`,
  };
}

// What a user named -> the texts of templates.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { entry } from '../check/node.ts';
import { BrokenTemplate, MAX_BYTES, readNodes, tooLarge } from '../check/read.ts';
import { KnownError, systemError } from './errors.ts';
import { readStdin } from './input.ts';
import { tell } from './output.ts';

export interface NamedText {
  /** `-` is standard input. */
  readonly file: string;
  /** Or why the file cannot be read, and what to do. */
  readonly text: string | { readonly line: 1; readonly reason: string; readonly remedy: string };
}

/**
 * Reads files, and the templates in folders. A file that cannot be read does not keep the others from being checked.
 *
 * @throws {KnownError} for a folder without templates.
 */
export async function readTexts(names: readonly string[]): Promise<NamedText[]> {
  const texts: NamedText[] = [];
  for (const name of names) texts.push(...(isFolder(name) ? await inFolder(name) : [read(name)]));
  return texts;
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

/** Hidden files and folders and node_modules are left out. Files that are no templates are counted on stderr. */
async function inFolder(folder: string): Promise<NamedText[]> {
  const { glob } = await import('tinyglobby');
  const files = (await glob(PATTERN, { cwd: folder, ignore: '**/node_modules/**', expandDirectories: false }))
    .toSorted()
    .map((file) => join(folder, file));
  const templates = files.map(read).filter(({ text }) => typeof text !== 'string' || isTemplate(text));
  if (templates.length === 0)
    throw new KnownError(
      files.length === 0
        ? 'There is no YAML or JSON in the folder.'
        : 'The folder has files of YAML or JSON, but none is a template.',
      {
        where: folder,
        allowed: '*.yaml, *.yml, *.json and *.template with a section Resources, not in node_modules',
        remedy: 'Name another folder, or files.',
      },
    );
  const others = files.length - templates.length;
  if (others > 0) tell(`${folder}: ${others} of ${files.length} files left out: no section Resources.`);
  return templates;
}

/** It has resources, or would have if it could be read. */
function isTemplate(text: string): boolean {
  try {
    return entry(readNodes(text), 'Resources')?.value.kind === 'map';
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError)
      return /^Resources:|^\s*"Resources"\s*:/m.test(text);
    throw error;
  }
}

/** Words for a text that is no template, when it is a config. */
export async function wordsForConfig(
  file: string,
  text: string,
): Promise<{ readonly reason: string; readonly remedy: string } | undefined> {
  const { keysAt } = await import('../config/keys.ts');
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

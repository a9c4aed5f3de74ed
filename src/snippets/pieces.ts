// Assembles a snippet's source from the pieces into which scripts/snippets.mjs splits it when the package is built.
import type { Import, ImportedName, Language, Piece, Pieces, PrintedSettings } from './piece.ts';
import { importLines } from './print.ts';

/** The name of the settings module in a folder of modules. */
export const SETTINGS_MODULE = 'settings';

/** The pieces that `name` needs, each once and before those that use it; `name` itself comes last. */
export function closure(pieces: Pieces, name: string, seen = new Set<string>()): string[] {
  if (seen.has(name)) return [];
  seen.add(name);
  return [...pieceOf(pieces, name).parts.flatMap(({ from }) => closure(pieces, from, seen)), name];
}

function pieceOf(pieces: Pieces, name: string): Piece {
  const piece = pieces[name];
  if (!piece) throw new Error(`no piece "${name}"`);
  return piece;
}

/** A single self-contained file that begins with `banner`. */
export function singleFile(
  pieces: Pieces,
  name: string,
  {
    settings,
    language,
    banner,
  }: { settings: readonly PrintedSettings[]; language: Language; banner: string },
): string {
  const names = closure(pieces, name);
  const all = names.map((each) => pieceOf(pieces, each));
  const used = new Set(all.flatMap((piece) => piece.settings));
  const main = pieceOf(pieces, name);
  return joined([
    top(`${banner}\n//\n${main.head}`, merged(all.flatMap(({ imports }) => imports)), language),
    ...settings.filter((each) => used.has(each.name)).map(({ text }) => text),
    ...all.flatMap((piece) => (piece === main ? [] : [piece.head, piece.body[language]])),
    main.body[language],
  ]);
}

/** One module of a folder, which imports its parts and settings from the other files. */
export function moduleFile(pieces: Pieces, name: string, language: Language): string {
  const { head, imports, parts, settings, body } = pieceOf(pieces, name);
  const siblings = [
    ...parts,
    ...(settings.length === 0
      ? []
      : [{ from: SETTINGS_MODULE, names: settings.map((each) => ({ name: each })) }]),
  ].map(({ from, names }) => ({ from: `./${from}.${language}`, names }));
  return joined([top(head, [...imports, ...siblings], language), body[language]]);
}

/** Merges imports from the same module, and sorts them: Node's own modules first, then packages, both by name. */
function merged(imports: readonly Import[]): Import[] {
  const byPlace = new Map<string, Map<string, ImportedName>>();
  for (const { from, names } of imports) {
    const known = byPlace.get(from) ?? new Map<string, ImportedName>();
    byPlace.set(from, known);
    for (const each of names) {
      const local = each.as ?? each.name;
      // A value can be used as a type too.
      if (known.get(local)?.isType !== false) known.set(local, { ...each, isType: each.isType === true });
    }
  }
  return [...byPlace]
    .map(([from, names]) => ({
      from,
      names: [...names.values()].toSorted((a, b) => order(a.as ?? a.name, b.as ?? b.name)),
    }))
    .toSorted((a, b) => order(rank(a.from), rank(b.from)));
}

const rank = (from: string): string => (from.startsWith('node:') ? `0${from}` : `1${from}`);
const order = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);

const top = (head: string, imports: readonly Import[], language: Language): string =>
  `${head}\n${importLines(imports, language)}`.trimEnd();

const joined = (blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;

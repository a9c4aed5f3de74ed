// Splits the snippets in templates/snippets/ into pieces that the command can combine with the settings of a config:
// TypeScript as written, and JavaScript with the types removed. This happens at build time, because parser, type
// stripper and formatter are not shipped.
import { readdir, readFile } from 'node:fs/promises';
import { transformSync } from 'amaro';
import { parseSync } from 'oxc-parser';
import { format, resolveConfig } from 'prettier';

/** @typedef {import('../src/snippets/piece.ts').Piece} Piece */
/** @typedef {import('../src/snippets/piece.ts').ImportedName} ImportedName */

const FOLDER = 'templates/snippets';
/** The piece that the command itself writes from the config. */
const SETTINGS = 'settings';
const DECLARED_TYPES = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration']);

/** @returns {Promise<import('../src/snippets/piece.ts').Pieces>} */
export async function snippetPieces() {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts') && file !== `${SETTINGS}.ts`);
  const pieces = await Promise.all(
    files.toSorted().map(async (file) => {
      const source = await readFile(`${FOLDER}/${file}`, 'utf8');
      return [file.slice(0, -'.ts'.length), await pieceOf(file, source)];
    }),
  );
  return Object.fromEntries(pieces);
}

/**
 * @param {string} file
 * @param {string} source
 * @returns {Promise<Piece>}
 */
async function pieceOf(file, source) {
  const { program, comments, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const isImport = (/** @type {typeof program.body[number]} */ { type }) => type === 'ImportDeclaration';
  const bodyAt = program.body.findIndex((statement) => !isImport(statement));
  const [firstImport, ...rest] = program.body;
  if (!firstImport || !isImport(firstImport) || bodyAt < 0 || rest.slice(bodyAt).some(isImport))
    throw new Error(`${file}: expected imports, then the rest`);
  const imports = program.body.slice(0, bodyAt).map((statement) => importOf(file, statement));
  const bodyStart = program.body[bodyAt - 1]?.end ?? 0;
  const typesGone = program.body
    .filter(({ type, ...statement }) =>
      DECLARED_TYPES.has(
        type === 'ExportNamedDeclaration' && 'declaration' in statement
          ? (statement.declaration?.type ?? '')
          : type,
      ),
    )
    .map(({ start, end }) => /** @type {const} */ ([withComments(source, comments, start), end]));
  return {
    head: source.slice(0, firstImport.start).trim(),
    imports: imports.filter(({ from }) => !from.startsWith('./')),
    parts: imports
      .filter(({ from }) => from.startsWith('./') && from !== `./${SETTINGS}.ts`)
      .map(({ from, names }) => ({ from: from.slice('./'.length, -'.ts'.length), names })),
    settings: imports
      .filter(({ from }) => from === `./${SETTINGS}.ts`)
      .flatMap(({ names }) => names.map(({ name }) => name)),
    body: {
      ts: source.slice(bodyStart).trim(),
      js: await javaScript(blanked(source, [[0, bodyStart], ...typesGone])),
    },
  };
}

/**
 * @param {string} file
 * @param {import('oxc-parser').Statement | import('oxc-parser').Directive} statement
 * @returns {{ from: string, names: ImportedName[] }}
 */
function importOf(file, statement) {
  if (statement.type !== 'ImportDeclaration') throw new Error(`${file}: not an import`);
  return {
    from: statement.source.value,
    names: statement.specifiers.map((specifier) => {
      if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier')
        throw new Error(`${file}: import by name`);
      const name = specifier.imported.name;
      return {
        name,
        ...(specifier.local.name !== name && { as: specifier.local.name }),
        ...((statement.importKind === 'type' || specifier.importKind === 'type') && { isType: true }),
      };
    }),
  };
}

/**
 * Where a statement begins, including the comments directly above it.
 *
 * @param {string} source
 * @param {readonly { start: number, end: number }[]} comments
 * @param {number} start
 */
function withComments(source, comments, start) {
  let from = start;
  for (const comment of comments.toReversed())
    if (comment.end <= from && /^[^\S\n]*\n?[^\S\n]*$/.test(source.slice(comment.end, from)))
      from = comment.start;
  return from;
}

/** @param {string} source @param {readonly (readonly [from: number, to: number])[]} ranges */
function blanked(source, ranges) {
  let result = source;
  for (const [from, to] of ranges)
    result = result.slice(0, from) + result.slice(from, to).replaceAll(/\S/g, ' ') + result.slice(to);
  return result;
}

/** @param {string} source */
async function javaScript(source) {
  const { code } = transformSync(source, { mode: 'strip-only' });
  const options = await resolveConfig(`${FOLDER}/x.js`);
  return (await format(code, { ...options, parser: 'babel' })).trim();
}

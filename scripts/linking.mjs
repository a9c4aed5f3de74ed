// Converts the ES modules into which esbuild splits a program to functions, because V8's code cache needs scripts.
// esbuild's own conversion to CommonJS puts two getters in front of every use of an import, because its value might
// change. Here an import is a constant, unless its value does change.
import { transform } from 'esbuild';
import { parseSync, Visitor } from 'oxc-parser';
import { target } from './bundling.mjs';

/** @typedef {import('oxc-parser').Program} Program */

/**
 * A module as esbuild emits it: with static imports at the top, and at most one `export { … }`.
 *
 * @typedef {object} Module
 * @property {string} name other modules import it as `./name`
 * @property {string} text
 */

/** @typedef {Module & { readonly program: Program }} ParsedModule */

/**
 * For each module the parameters and the body of a function that src/cli/entry/parts.ts calls, like
 * `(exports,require,module,bundleUrl){…}`.
 *
 * @param {readonly Module[]} modules
 * @returns {Promise<Map<string, string>>}
 */
export async function linked(modules) {
  const parsed = await Promise.all(modules.map(parsedModule));
  const variables = variableExports(parsed);
  const circular = circularModules(parsed);
  /** @param {ParsedModule} module */
  const hasConstants = (module) =>
    !circular.has(module.name) &&
    !declares(module.program, 'require') &&
    !exportsOf(module).some(({ exported }) => variables.has(`./${module.name} ${exported}`)) &&
    !importsOf(module).some(({ from, names }) =>
      names.some(({ imported }) => variables.has(`${from} ${imported}`)),
    );
  /** @type {Map<string, string>} */
  const functions = new Map();
  for (const module of parsed)
    functions.set(module.name, hasConstants(module) ? withConstants(module) : await withGetters(module));
  return functions;
}

/** @type {import('esbuild').TransformOptions} */
const minified = {
  platform: 'node',
  target,
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
};

/** @param {Module} module @returns {Promise<ParsedModule>} */
async function parsedModule({ name, text }) {
  const { code } = await transform(text, { ...minified, format: 'esm' });
  const { program, errors } = parseSync(name, code, { lang: 'js', sourceType: 'module' });
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message}`);
  return { name, text: code, program };
}

/** @param {import('oxc-parser').ModuleExportName} name */
const nameOf = (name) => (name.type === 'Literal' ? name.value : name.name);

/**
 * The static imports. `imported` is undefined for the whole module.
 *
 * @param {ParsedModule} module
 */
const importsOf = ({ program }) =>
  program.body.flatMap((statement) =>
    statement.type === 'ImportDeclaration'
      ? [
          {
            statement,
            from: statement.source.value,
            names: statement.specifiers.map((each) => ({
              local: each.local.name,
              imported: importedName(each),
            })),
          },
        ]
      : [],
  );

/** @param {import('oxc-parser').ImportDeclarationSpecifier} specifier */
function importedName(specifier) {
  if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : undefined;
}

/** @param {ParsedModule} module */
const exportsOf = ({ name, program }) =>
  program.body.flatMap((statement) => {
    if (statement.type === 'ExportNamedDeclaration' && !statement.declaration && !statement.source)
      return statement.specifiers.map(({ local, exported }) => ({
        local: nameOf(local),
        exported: nameOf(exported),
      }));
    if (!statement.type.startsWith('Export')) return [];
    throw new Error(`${name} has an export that scripts/linking.mjs does not know`);
  });

/**
 * Exports whose values change, as `./name export`: of variables that are assigned later, and of imports of these.
 *
 * @param {readonly ParsedModule[]} modules
 */
function variableExports(modules) {
  /** @type {Set<string>} */
  const variables = new Set();
  /** @param {ParsedModule} module @param {(local: string) => boolean} isVariable */
  const add = (module, isVariable) => {
    for (const { local, exported } of exportsOf(module))
      if (isVariable(local)) variables.add(`./${module.name} ${exported}`);
  };
  for (const module of modules) {
    const assigned = assignedLater(module.program);
    add(module, (local) => assigned.has(local));
  }
  for (let before = -1; before < variables.size;) {
    before = variables.size;
    for (const module of modules)
      for (const { from, names } of importsOf(module))
        for (const { local, imported } of names)
          if (variables.has(`${from} ${imported}`)) add(module, (each) => each === local);
  }
  return variables;
}

/** The names of modules that import themselves through others. @param {readonly ParsedModule[]} modules */
function circularModules(modules) {
  const needs = new Map(
    modules.map((module) => [`./${module.name}`, importsOf(module).map(({ from }) => from)]),
  );
  /** @param {string} from @param {Set<string>} seen */
  const reached = (from, seen = new Set()) => {
    for (const next of needs.get(from) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reached(next, seen);
    }
    return seen;
  };
  return new Set(modules.flatMap(({ name }) => (reached(`./${name}`).has(`./${name}`) ? [name] : [])));
}

/** Whether a name is declared at the top of a module. @param {Program} program @param {string} name */
const declares = ({ body }, name) =>
  body.some((statement) => {
    if (statement.type === 'VariableDeclaration')
      return statement.declarations.some(({ id }) => namesIn(id).includes(name));
    return (
      (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') &&
      statement.id?.name === name
    );
  });

/**
 * Names that functions of a module assign. What the module itself assigns while it runs is done before another module
 * reads it.
 *
 * @param {Program} program
 */
function assignedLater(program) {
  /** @type {Set<string>} */
  const names = new Set();
  let depth = 0;
  const enter = () => void depth++;
  const exit = () => void depth--;
  /** @param {import('oxc-parser').Node} target */
  const assign = (target) => {
    if (depth > 0) for (const name of namesIn(target)) names.add(name);
  };
  new Visitor({
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': exit,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': exit,
    FunctionExpression: enter,
    'FunctionExpression:exit': exit,
    PropertyDefinition: enter,
    'PropertyDefinition:exit': exit,
    AssignmentExpression: ({ left }) => assign(left),
    UpdateExpression: ({ argument }) => assign(argument),
    ForInStatement: ({ left }) => assign(left),
    ForOfStatement: ({ left }) => assign(left),
  }).visit(program);
  return names;
}

/** The variables of a pattern. @param {import('oxc-parser').Node | null} pattern @returns {string[]} */
function namesIn(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn);
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => namesIn(each.type === 'Property' ? each.value : each));
    default:
      // A property of an object, or a hole.
      return [];
  }
}

/** @param {ParsedModule} module */
function withConstants(module) {
  const { text, program } = module;
  /** @type {{ readonly start: number, readonly end: number, readonly code: string }[]} */
  const edits = [];
  /** @param {import('oxc-parser').Span} node @param {string} code */
  const replace = ({ start, end }, code) => void edits.push({ start, end, code });
  for (const each of importsOf(module)) replace(each.statement, requireNow(each));
  for (const each of program.body) if (each.type === 'ExportNamedDeclaration') replace(each, '');
  new Visitor({
    ImportExpression: (each) => replace(each, requireLater(text.slice(each.source.start, each.source.end))),
  }).visit(program);
  const code = edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((before, edit) => before.slice(0, edit.start) + edit.code + before.slice(edit.end), text);
  const exported = exportsOf(module).map(({ exported: name, local }) => `${JSON.stringify(name)}:${local}`);
  // The module may have variables of its own named `module` and `exports`.
  return `(exports$,require,module$,bundleUrl){"use strict";${code}\nmodule$.exports={${exported.join(',')}}}`;
}

/** @param {ReturnType<typeof importsOf>[number]} statement */
function requireNow({ from, names }) {
  const required = `require(${JSON.stringify(from)})`;
  if (names.length === 0) return `${required};`;
  // The default export of Node's modules is the module.
  const isWhole = (/** @type {string | undefined} */ name) =>
    name === undefined || (name === 'default' && !from.startsWith('./'));
  const parts = names.filter(({ imported }) => !isWhole(imported));
  const targets = names.filter(({ imported }) => isWhole(imported)).map(({ local }) => local);
  if (parts.length > 0)
    targets.push(`{${parts.map(({ imported, local }) => `${JSON.stringify(imported)}:${local}`).join(',')}}`);
  return `const ${targets.map((each) => `${each}=${required}`).join(',')};`;
}

/** What `import()` evaluates to. @param {string} from an expression, in practice a string */
const requireLater = (from) =>
  from.startsWith('"./')
    ? `Promise.resolve().then(()=>require(${from}))`
    : `Promise.resolve().then(()=>{const found=require(${from});return Object.create(found,{default:{value:found}})})`;

/** @param {ParsedModule} module */
async function withGetters({ text }) {
  const { code } = await transform(text, {
    ...minified,
    format: 'cjs',
    // Turns import() of a part into require(), which src/cli/entry/parts.ts implements.
    supported: { 'dynamic-import': false },
  });
  return `(exports,require,module,bundleUrl){${code}\n}`;
}

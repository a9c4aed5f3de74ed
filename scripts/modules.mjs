// What the ES modules that esbuild emits import, export and assign.
import { Visitor } from 'oxc-parser';

/** @typedef {import('oxc-parser').Program} Program */

/**
 * A module as esbuild emits it: with static imports at the top, and at most one `export { … }`.
 *
 * @typedef {object} Module
 * @property {string} name other modules import it as `./name`
 * @property {string} text
 */

/** @typedef {Module & { readonly program: Program }} ParsedModule */

/** @param {import('oxc-parser').ModuleExportName} name */
const nameOf = (name) => (name.type === 'Literal' ? name.value : name.name);

/**
 * The static imports. `imported` is undefined for the whole module.
 *
 * @param {ParsedModule} module
 */
export const importsOf = ({ program }) =>
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
export const exportsOf = ({ name, program }) =>
  program.body.flatMap((statement) => {
    if (statement.type === 'ExportNamedDeclaration' && !statement.declaration && !statement.source)
      return statement.specifiers.map(({ local, exported }) => ({
        local: nameOf(local),
        exported: nameOf(exported),
      }));
    if (!statement.type.startsWith('Export')) return [];
    throw new Error(`${name} has an export that scripts/modules.mjs does not know`);
  });

/**
 * Exports whose values change, as `./name export`: of variables that are assigned later, and of imports of these.
 *
 * @param {readonly ParsedModule[]} modules
 */
export function variableExports(modules) {
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
export function circularModules(modules) {
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
export const declares = ({ body }, name) =>
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

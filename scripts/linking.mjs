// Converts the ES modules into which esbuild splits a program to functions, because V8's code cache needs scripts.
// esbuild's own conversion to CommonJS puts two getters in front of every use of an import, because its value might
// change. Here an import is a constant, unless its value does change.
import { transform } from 'esbuild';
import { parseSync, Visitor } from 'oxc-parser';
import { target } from './bundling.mjs';
import { circularModules, declares, exportsOf, importsOf, variableExports } from './modules.mjs';

/** @typedef {import('./modules.mjs').Module} Module */
/** @typedef {import('./modules.mjs').ParsedModule} ParsedModule */

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

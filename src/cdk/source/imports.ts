// Derives the imports of a file from what it uses, so that none is missing or left over.
import { isList, isNode, type Imported, type Value } from './nodes.ts';
import { stringLiteral } from './literal.ts';
import { WIDTH } from './print-expression.ts';
import type { SourceFile, Statement } from './statements.ts';

/** The import statements of a file: the library's root, its modules in alphabetical order, then local files. */
export function printImports(file: SourceFile): string {
  const modules = new Map<string, Map<string, Imported>>();
  for (const each of importedIn(file)) {
    const names = modules.get(each.module) ?? new Map<string, Imported>();
    // A name that is used as a value anywhere is not imported as a type.
    if (!names.has(each.name) || !each.isType) names.set(each.name, each);
    modules.set(each.module, names);
  }
  return [...modules]
    .toSorted(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
    .map(([module, names]) =>
      printImport(
        module,
        [...names.values()].toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)),
      ),
    )
    .join('');
}

const order = (module: string): number =>
  module.startsWith('.') ? 2 : module.startsWith('aws-cdk-lib') ? 0 : 1;

function printImport(module: string, names: readonly Imported[]): string {
  const from = ` from ${stringLiteral(module)};\n`;
  const namespaces = names.filter(({ isNamespace }) => isNamespace);
  if (namespaces.length > 0) return namespaces.map(({ name }) => `import * as ${name}${from}`).join('');
  const allTypes = names.every(({ isType }) => isType);
  const keyword = allTypes ? 'import type' : 'import';
  const parts = names.map(({ name, isType }) => (isType && !allTypes ? `type ${name}` : name));
  const line = `${keyword} { ${parts.join(', ')} }${from}`;
  if (line.length - 1 <= WIDTH) return line;
  return `${keyword} {\n${parts.map((part) => `  ${part},\n`).join('')}}${from}`;
}

/** Every use of an imported name, in reading order. */
export function importedIn({ interfaces, classes, statements }: SourceFile): Imported[] {
  const values: Value[] = [
    ...interfaces.flatMap((each) => [each.extends, ...each.fields.map(({ type }) => type)]),
    ...classes.flatMap((each) => [
      each.extends,
      ...each.fields.map(({ type }) => type),
      ...each.constructorParameters.map(({ type }) => type),
      ...each.constructorBody.flatMap(valuesOf),
      ...each.methods.flatMap(({ parameters, returns, body }) => [
        ...parameters.map(({ type }) => type),
        returns,
        ...body.flatMap(valuesOf),
      ]),
    ]),
    ...statements.flatMap(valuesOf),
  ];
  return values.flatMap(importedBy);
}

function valuesOf(statement: Statement): Value[] {
  switch (statement.kind) {
    case 'const':
    case 'run':
    case 'return':
      return [statement.value];
    case 'assign':
      return [statement.target, statement.value];
    case 'for':
      return [statement.of, ...statement.body.flatMap(valuesOf)];
    default:
      return [];
  }
}

function importedBy(value: Value | undefined): Imported[] {
  if (typeof value !== 'object') return [];
  if (isList(value)) return value.flatMap(importedBy);
  if (!isNode(value)) return Object.values(value).flatMap(importedBy);
  switch (value.kind) {
    case 'imported':
      return [value];
    case 'member':
      return importedBy(value.object);
    case 'call':
      return [value.callee, ...value.args].flatMap(importedBy);
    case 'arrow':
      return importedBy(value.body);
    case 'text':
      return value.parts.flatMap(importedBy);
    case 'cast':
      return [value.value, value.type].flatMap(importedBy);
    case 'list-type':
      return importedBy(value.of);
    case 'present':
    case 'commented':
    case 'spread':
      return importedBy(value.value);
    case 'name':
      return [];
  }
}

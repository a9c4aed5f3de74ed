// Prints a module.
import { printImports } from './imports.ts';
import { commentText } from './literal.ts';
import type { Value } from './nodes.ts';
import { printAssigned, printValue, spaces, WIDTH } from './print-expression.ts';
import type { Class, Field, Interface, Method, Parameter, SourceFile, Statement } from './statements.ts';

/** The text of a module: deterministic, and laid out so that Prettier leaves it unchanged. */
export function printFile(file: SourceFile): string {
  const blocks = [
    ...file.interfaces.map(printInterface),
    ...file.classes.map(printClass),
    ...(file.statements.length > 0 ? [printStatements(file.statements, 0)] : []),
  ];
  return `${lineComment(file.header, 0)}${printImports(file)}\n${blocks.join('\n')}`;
}

const lineComment = (lines: readonly string[], indent: number): string =>
  lines.map((line) => `${spaces(indent)}// ${commentText(line)}\n`).join('');

function docComment(lines: readonly string[], indent: number): string {
  const start = spaces(indent);
  const [first = '', ...others] = lines.map(commentText);
  if (lines.length === 0) return '';
  if (others.length === 0) return `${start}/** ${first} */\n`;
  return `${start}/**\n${[first, ...others].map((line) => `${start} * ${line}\n`).join('')}${start} */\n`;
}

const typeText = (type: Value): string => printValue(type, { indent: 0, column: 0, after: 0 });

const printFields = (fields: readonly Field[]): string[] =>
  fields.map(({ name, type, doc }) => `${docComment(doc, 2)}  readonly ${name}: ${typeText(type)};\n`);

const printInterface = (each: Interface): string =>
  `${docComment(each.doc, 0)}export interface ${each.name} extends ${typeText(each.extends)} {\n${printFields(each.fields).join('')}}\n`;

function printClass(each: Class): string {
  const members = [
    printFields(each.fields).join(''),
    `${signature('constructor', each.constructorParameters, ' {')}${printStatements(each.constructorBody, 4)}  }\n`,
    ...each.methods.map(printMethod),
  ];
  const body = members.filter((member) => member !== '').join('\n');
  return `${docComment(each.doc, 0)}export class ${each.name} extends ${typeText(each.extends)} {\n${body}}\n`;
}

const printMethod = ({ modifiers, name, parameters, returns, doc, body }: Method): string =>
  `${docComment(doc, 2)}${signature(`${modifiers} ${name}`, parameters, `: ${typeText(returns)} {`)}${printStatements(body, 4)}  }\n`;

function signature(start: string, parameters: readonly Parameter[], end: string): string {
  const parts = parameters.map(
    ({ name, type, isOptional }) => `${name}${isOptional ? '?' : ''}: ${typeText(type)}`,
  );
  const line = `  ${start}(${parts.join(', ')})${end}`;
  if (line.length <= WIDTH) return `${line}\n`;
  return `  ${start}(\n${parts.map((part) => `    ${part},\n`).join('')}  )${end}\n`;
}

const printStatements = (statements: readonly Statement[], indent: number): string =>
  statements.map((statement) => printStatement(statement, indent)).join('');

function printStatement(statement: Statement, indent: number): string {
  const start = spaces(indent);
  const assigned = (left: string, value: Value): string => {
    const head = `${start}${left} =`;
    return `${head}${printAssigned(value, { indent, column: head.length, after: 1 })};\n`;
  };
  switch (statement.kind) {
    case 'const':
      return assigned(`const ${statement.name}`, statement.value);
    case 'assign':
      return assigned(typeText(statement.target), statement.value);
    case 'run':
      return `${start}${printValue(statement.value, { indent, column: indent, after: 1 })};\n`;
    case 'return':
      return `${start}return ${printValue(statement.value, { indent, column: indent + 7, after: 1 })};\n`;
    case 'for':
      return `${start}for (const ${statement.name} of ${typeText(statement.of)}) {\n${printStatements(statement.body, indent + 2)}${start}}\n`;
    case 'comment':
      return lineComment(statement.lines, indent);
    case 'blank':
      return '\n';
  }
}

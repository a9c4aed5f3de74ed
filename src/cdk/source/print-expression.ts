// Prints expressions with Prettier's layout: on one line if they fit, otherwise broken from the outside in.
import { commentText, keyLiteral, numberLiteral, stringLiteral, templateText } from './literal.ts';
import {
  isEntries,
  isList,
  isNode,
  type Arrow,
  type Call,
  type Entries,
  type Expression,
  type Value,
} from './nodes.ts';

export const WIDTH = 100;
const STEP = 2;

/** The position of an expression. */
export interface Place {
  /** Number of columns by which its lines are indented. */
  readonly indent: number;
  /** The column in which it begins. */
  readonly column: number;
  /** Number of columns needed after it on its last line: `,`, `;`, `)`. */
  readonly after: number;
}

export const spaces = (count: number): string => ' '.repeat(count);
const lastLine = (text: string): number => text.length - (text.lastIndexOf('\n') + 1);

/** An expression as text, broken into lines where necessary. */
export function printValue(value: Value, place: Place): string {
  const flat = flatten(value);
  if (flat !== undefined && place.column + flat.length + place.after <= WIDTH) return flat;
  const lines = broken(value, place) ?? flat;
  if (lines === undefined) throw new Error(`${kindOf(value)} cannot be broken into lines`);
  return lines;
}

/** On one line; undefined if it has to be broken. */
function flatten(value: Value): string | undefined {
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) {
    const items = mustBreak(value) ? undefined : flattenAll(value);
    return items && `[${items.join(', ')}]`;
  }
  if (!isNode(value)) {
    const entries = entriesOf(value).map(([key, item]) => {
      const flat = flatten(item);
      return flat === undefined ? undefined : entry(key, item, flat);
    });
    if (entries.includes(undefined)) return undefined;
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  switch (value.kind) {
    case 'name':
    case 'imported':
      return value.name;
    case 'member':
      return suffixed(flatten(value.object), `.${value.property}`);
    case 'present':
      return suffixed(flatten(value.value), '!');
    case 'list-type':
      return suffixed(flatten(value.of), '[]');
    case 'spread':
      return suffixed('...', flatten(value.value));
    case 'cast':
      return suffixed(flatten(value.value), ' as ', flatten(value.type));
    case 'arrow':
      return suffixed(arrowHead(value), flatten(value.body));
    case 'call':
      return suffixed(suffixed(calleeOf(value), '('), flattenAll(value.args)?.join(', '), ')');
    case 'text': {
      const flat = template(value.parts);
      return flat.includes('\n') ? undefined : flat;
    }
    case 'commented':
      return undefined;
  }
}

const suffixed = (text: string | undefined, ...parts: readonly (string | undefined)[]): string | undefined =>
  parts.reduce<string | undefined>(
    (all, part) => (all === undefined || part === undefined ? undefined : all + part),
    text,
  );

function flattenAll(values: readonly Value[]): string[] | undefined {
  const flat = values.map(flatten);
  return flat.every((each) => each !== undefined) ? flat : undefined;
}

const template = (parts: readonly (string | Expression)[]): string =>
  `\`${parts.map((part) => (typeof part === 'string' ? templateText(part) : `\${${onOneLine(part)}}`)).join('')}\``;

/** @throws {Error} if it contains comments or line feeds: a bug in a builder, in a place that allows only one line. */
function onOneLine(value: Expression): string {
  const flat = flatten(value);
  if (flat === undefined) throw new Error(`${value.kind} does not fit on one line here`);
  return flat;
}

const calleeOf = ({ callee, isNew }: Call): string | undefined =>
  suffixed(isNew ? 'new ' : '', flatten(callee));
const arrowHead = ({ parameters }: Arrow): string => `(${parameters.join(', ')}) => `;

const entriesOf = (value: Entries): (readonly [string, Value])[] =>
  Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item] as const]));

/** `key: value`, `name` if both are the same, or `...value`. */
function entry(key: string, value: Value, printed: string): string {
  if (kindOf(value) === 'spread') return printed;
  return printsAs(value, key) ? key : `${keyLiteral(key)}: ${printed}`;
}

const kindOf = (value: Value): string => {
  if (isList(value)) return 'list';
  if (typeof value !== 'object') return 'literal';
  return isNode(value) ? value.kind : 'object';
};

/** A list of several objects, or of several lists, gets one line per item if each item has at least two entries. */
const mustBreak = (items: readonly Value[]): boolean =>
  items.length > 1 &&
  (items.every((item) => isEntries(item) && entriesOf(item).length > 1) ||
    items.every((item) => isList(item) && item.length > 1));

function broken(value: Value, place: Place): string | undefined {
  if (typeof value !== 'object') return undefined;
  if (!isNode(value)) return blockOf(value, place);
  switch (value.kind) {
    case 'text':
      return template(value.parts);
    case 'present':
      return `${printValue(value.value, { ...place, after: place.after + 1 })}!`;
    case 'member':
      return `${printValue(value.object, { ...place, after: place.after + value.property.length + 1 })}.${value.property}`;
    case 'call':
      return brokenCall(value, place);
    default:
      return undefined;
  }
}

const blockOf = (value: readonly Value[] | Entries, place: Place): string =>
  isList(value)
    ? block('[', listed(value), ']', place, printItem)
    : block('{', entriesOf(value), '}', place, printEntry);

const listed = (values: readonly Value[]): (readonly [string, Value])[] => values.map((value) => ['', value]);

type PrintEntry = (key: string, value: Value, place: Place) => string;

/** One or more lines per entry. */
function block(
  open: string,
  entries: readonly (readonly [string, Value])[],
  close: string,
  { indent }: Place,
  print: PrintEntry,
): string {
  const inner = { indent: indent + STEP, column: indent + STEP, after: 1 };
  const lines = entries.map(([key, value]) => {
    const [comment, item] = uncommented(value);
    const above = comment.map((line) => `${spaces(inner.indent)}// ${commentText(line)}\n`).join('');
    return `${above}${spaces(inner.indent)}${print(key, item, inner)},\n`;
  });
  return `${open}\n${lines.join('')}${spaces(indent)}${close}`;
}

const uncommented = (value: Value): [readonly string[], Value] =>
  isNode(value) && value.kind === 'commented' ? [value.comment, value.value] : [[], value];

const printItem: PrintEntry = (_, value, place) => printValue(value, place);

const printEntry: PrintEntry = (key, value, place) => {
  const start = entry(key, value, '').trimEnd();
  return isNode(value) && (value.kind === 'spread' || printsAs(value, key))
    ? printValue(value, place)
    : `${start}${printAssigned(value, { ...place, column: place.column + start.length }, start.length)}`;
};

const printsAs = (value: Value, key: string): boolean =>
  isNode(value) && value.kind === 'name' && value.name === key;

/** After a key this short, such as `id:` or `name:`, Prettier does not break the line. */
const SHORT_KEY = 5;

/** What follows `=` or `key:`, with the space before it. A string that does not fit gets a line of its own. */
export function printAssigned(value: Value, place: Place, startLength = WIDTH): string {
  const printed = printValue(value, { ...place, column: place.column + 1 });
  const isTooLong = place.column + 1 + printed.length + place.after > WIDTH;
  return isTooLong && startLength > SHORT_KEY && (typeof value === 'string' || isPath(value))
    ? `\n${spaces(place.indent + STEP)}${printed}`
    : ` ${printed}`;
}

/** Whether a value has the form `a.b.c`, starting from a name. */
const isPath = (value: Value): boolean =>
  isNode(value) &&
  value.kind === 'member' &&
  (value.object.kind === 'imported' || value.object.kind === 'name'
    ? value.object.name !== 'this'
    : isPath(value.object));

/** Keeps the last argument on the line of the call if it is an object or list, and breaks only that argument. */
function brokenCall(node: Call, place: Place): string {
  const last = node.args.at(-1);
  const head = `${node.isNew ? 'new ' : ''}${printValue(node.callee, { ...place, after: 1 })}(`;
  if (last === undefined) return `${head})`;
  const first = flattenAll(node.args.slice(0, -1));
  if (first !== undefined && isHuggable(last) && kindOf(node.args.at(-2) ?? '') !== kindOf(last)) {
    const start = head + first.map((arg) => `${arg}, `).join('');
    const column = place.column + lastLine(start);
    const opening = kindOf(last) === 'arrow' ? arrowHead(last as Arrow).length : 1;
    if (column + opening <= WIDTH) return `${start}${hugged(last, { ...place, column })})`;
  }
  return head + block('', listed(node.args), ')', place, printItem);
}

const isHuggable = (value: Value): boolean =>
  kindOf(value) === 'arrow' ||
  (isList(value) && value.length > 0) ||
  (isEntries(value) && entriesOf(value).length > 0);

function hugged(value: Value, place: Place): string {
  if (!isNode(value) || value.kind !== 'arrow')
    return isList(value) || isEntries(value) ? blockOf(value, place) : printValue(value, place);
  const { body } = value;
  const inner = place.indent + STEP;
  const printed = printValue(body, { indent: inner, column: inner, after: 1 });
  return `${arrowHead(value).trimEnd()}\n${spaces(inner)}${printed},\n${spaces(place.indent)}`;
}

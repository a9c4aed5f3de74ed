// TypeScript source as data. Files are printed only from these nodes, so no value can break out of its place.
import { isIdentifier } from './literal.ts';

const NODE = Symbol('node');

interface Node<Kind extends string> {
  readonly [NODE]: true;
  readonly kind: Kind;
}

/** A name that is in scope: a variable, a parameter, `this`. */
export interface Name extends Node<'name'> {
  readonly name: string;
}
/** A name that an import brings into scope. */
export interface Imported extends Node<'imported'> {
  readonly module: string;
  readonly name: string;
  /** `import * as name` rather than `import { name }`. */
  readonly isNamespace: boolean;
  readonly isType: boolean;
}
export interface Member extends Node<'member'> {
  readonly object: Expression;
  readonly property: string;
}
export interface Call extends Node<'call'> {
  readonly callee: Expression;
  readonly args: readonly Value[];
  readonly isNew: boolean;
}
export interface Arrow extends Node<'arrow'> {
  readonly parameters: readonly string[];
  readonly body: Expression;
}
/** A template literal. */
export interface Text extends Node<'text'> {
  readonly parts: readonly (string | Expression)[];
}
export interface Cast extends Node<'cast'> {
  readonly value: Value;
  readonly type: Expression;
}
/** `value!` */
export interface Present extends Node<'present'> {
  readonly value: Expression;
}
/** A list type: `string[]`. */
export interface ListType extends Node<'list-type'> {
  readonly of: Expression;
}
export type Expression = Name | Imported | Member | Call | Arrow | Text | Cast | Present | ListType;

/** An entry of an object or list, with a comment above it. */
export interface Commented extends Node<'commented'> {
  readonly comment: readonly string[];
  readonly value: Value;
}
/** `...value` in an object; its key is ignored. */
export interface Spread extends Node<'spread'> {
  readonly value: Expression;
}

/** Plain data means its literal. Undefined entries are left out. */
export type Value = Expression | Commented | Spread | string | number | boolean | readonly Value[] | Entries;
/** An object. */
export interface Entries {
  readonly [key: string]: Value | undefined;
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isNode = (value: Value): value is Expression | Commented | Spread =>
  typeof value === 'object' && NODE in value;
export const isEntries = (value: Value): value is Entries =>
  typeof value === 'object' && !isList(value) && !isNode(value);

function identifier(text: string): string {
  if (!isIdentifier(text)) throw new Error(`${JSON.stringify(text)} is no identifier`);
  return text;
}

export const name = (text: string): Name => ({ [NODE]: true, kind: 'name', name: identifier(text) });
export const THIS = name('this');

const imported = (module: string, text: string, isNamespace: boolean, isType: boolean): Imported => ({
  [NODE]: true,
  kind: 'imported',
  module,
  name: identifier(text),
  isNamespace,
  isType,
});
export const fromModule = (module: string, text: string): Imported => imported(module, text, false, false);
export const typeFromModule = (module: string, text: string): Imported => imported(module, text, false, true);
export const namespace = (module: string, text: string): Imported => imported(module, text, true, false);

/** `object.a.b` for the path `a.b`. */
export const member = (object: Expression, path: string): Expression =>
  path
    .split('.')
    .reduce<Expression>(
      (node, property) => ({ [NODE]: true, kind: 'member', object: node, property: identifier(property) }),
      object,
    );

const invocation = (callee: Expression, args: readonly Value[], isNew: boolean): Call => ({
  [NODE]: true,
  kind: 'call',
  callee,
  args,
  isNew,
});
/** `object.path(args)` */
export const call = (object: Expression, path: string, ...args: readonly Value[]): Call =>
  invocation(member(object, path), args, false);
/** `callee(args)` */
export const invoke = (callee: Expression, ...args: readonly Value[]): Call =>
  invocation(callee, args, false);
/** `new callee(args)` */
export const create = (callee: Expression, ...args: readonly Value[]): Call => invocation(callee, args, true);

export const arrow = (parameters: readonly string[], body: Expression): Arrow => ({
  [NODE]: true,
  kind: 'arrow',
  parameters: parameters.map(identifier),
  body,
});
export const textOf = (parts: readonly (string | Expression)[]): Text => ({
  [NODE]: true,
  kind: 'text',
  parts,
});
/** A template literal, written as one: literal parts become text, interpolated parts are expressions. */
export const text = (strings: TemplateStringsArray, ...expressions: readonly Expression[]): Text =>
  textOf(strings.flatMap((part, index) => [part, ...expressions.slice(index, index + 1)]));
export const cast = (value: Value, type: Expression): Cast => ({ [NODE]: true, kind: 'cast', value, type });
export const present = (value: Expression): Present => ({ [NODE]: true, kind: 'present', value });
export const listOf = (of: Expression): ListType => ({ [NODE]: true, kind: 'list-type', of });
export const commented = (value: Value, ...comment: readonly string[]): Commented => ({
  [NODE]: true,
  kind: 'commented',
  comment,
  value,
});
export const spread = (value: Expression): Spread => ({ [NODE]: true, kind: 'spread', value });

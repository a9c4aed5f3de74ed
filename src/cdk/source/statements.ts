// Statements and declarations, as far as a stack needs them.
import type { Expression, Value } from './nodes.ts';

export type Statement =
  | { readonly kind: 'const'; readonly name: string; readonly value: Value }
  | { readonly kind: 'assign'; readonly target: Expression; readonly value: Value }
  | { readonly kind: 'run'; readonly value: Expression }
  | { readonly kind: 'return'; readonly value: Value }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly of: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'comment'; readonly lines: readonly string[] }
  | { readonly kind: 'blank' };

export const declare = (name: string, value: Value): Statement => ({ kind: 'const', name, value });
export const assign = (target: Expression, value: Value): Statement => ({ kind: 'assign', target, value });
export const run = (value: Expression): Statement => ({ kind: 'run', value });
export const giveBack = (value: Value): Statement => ({ kind: 'return', value });
export const forEach = (name: string, of: Expression, ...body: readonly Statement[]): Statement => ({
  kind: 'for',
  name,
  of,
  body,
});
export const comment = (...lines: readonly string[]): Statement => ({ kind: 'comment', lines });
export const BLANK: Statement = { kind: 'blank' };

/** A property of an interface or class, always readonly. */
export interface Field {
  readonly name: string;
  readonly type: Expression;
  readonly doc: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly type: Expression;
  readonly isOptional?: boolean;
}

export interface Method {
  /** The modifiers before the name: `private`, `override get`. */
  readonly modifiers: 'private' | 'override get';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression;
  readonly doc: readonly string[];
  readonly body: readonly Statement[];
}

export interface Interface {
  readonly name: string;
  readonly extends: Expression;
  readonly doc: readonly string[];
  readonly fields: readonly Field[];
}

export interface Class {
  readonly name: string;
  readonly extends: Expression;
  readonly doc: readonly string[];
  readonly fields: readonly Field[];
  readonly constructorParameters: readonly Parameter[];
  readonly constructorBody: readonly Statement[];
  readonly methods: readonly Method[];
}

/** A module: a header comment, what it exports, and statements that run. Its imports follow from what it uses. */
export interface SourceFile {
  readonly header: readonly string[];
  readonly interfaces: readonly Interface[];
  readonly classes: readonly Class[];
  readonly statements: readonly Statement[];
}

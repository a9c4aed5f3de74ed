// A snippet's source in parts, as scripts/snippets.mjs writes it to dist/snippets.json.

export type Language = 'js' | 'ts';

export interface ImportedName {
  readonly name: string;
  readonly as?: string;
  /** Only a type, which is removed in JavaScript. */
  readonly isType?: boolean;
}

export interface Import {
  readonly from: string;
  readonly names: readonly ImportedName[];
}

export interface Piece {
  /** The comment at the top. */
  readonly head: string;
  /** Imports from packages and from Node. */
  readonly imports: readonly Import[];
  /** Imports from other pieces, by name. */
  readonly parts: readonly Import[];
  /** The names of the settings it uses. */
  readonly settings: readonly string[];
  /** Everything below the imports. */
  readonly body: Readonly<Record<Language, string>>;
}

export type Pieces = Readonly<Record<string, Piece>>;

/** A settings object, printed. */
export interface PrintedSettings {
  readonly name: string;
  readonly text: string;
}

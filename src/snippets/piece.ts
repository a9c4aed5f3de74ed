// A snippet's source in parts, as scripts/snippets.mjs leaves it in dist/snippets.json.

export type Language = 'js' | 'ts';

export interface ImportedName {
  readonly name: string;
  readonly as?: string;
  /** Only a type: gone in JavaScript. */
  readonly isType?: boolean;
}

export interface Import {
  readonly from: string;
  readonly names: readonly ImportedName[];
}

export interface Piece {
  /** The comment at the top. */
  readonly head: string;
  /** From packages and from Node. */
  readonly imports: readonly Import[];
  /** From other pieces, by their names. */
  readonly parts: readonly Import[];
  /** The settings that it uses, by their names. */
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

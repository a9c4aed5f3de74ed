// Invalid escapes in YAML strings. The library would report an error for each of them.

const BAD_ESCAPE =
  /\\(?:[^0abtnvfre "/\\N_LPxuU\t\r\n]|x(?![0-9a-fA-F]{2})|u(?![0-9a-fA-F]{4})|U(?![0-9a-fA-F]{8}))/;

/** The first invalid escape in a lexeme, and its line within it; undefined if there is none. */
export function badEscape(lexeme: string): { readonly text: string; readonly line: number } | undefined {
  if (!lexeme.startsWith('"')) return undefined;
  // Pairs of backslashes first, because what follows one is not escaped.
  const found = BAD_ESCAPE.exec(lexeme.replaceAll('\\\\', '  '));
  if (!found) return undefined;
  return { text: found[0], line: lexeme.slice(0, found.index).split('\n').length - 1 };
}

/**
 * Text from outside, safe on a terminal: a client chooses its user agent and path, an account the names of its resources,
 * and could send sequences that move the cursor or turn the direction of writing. What is not plainly visible is written
 * as `\u{1b}`.
 */
export const printable = (text: string): string =>
  text.replaceAll(
    /(?! )[\p{C}\p{Z}\p{M}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

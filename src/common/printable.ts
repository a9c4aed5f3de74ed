/**
 * Makes untrusted text safe to print on a terminal. Clients choose their user agent and path, and accounts their
 * resource names; either could contain sequences that move the cursor or reverse the direction of writing. Anything not
 * plainly visible is written as `\u{1b}`.
 */
export const printable = (text: string): string =>
  text.replaceAll(
    /(?! )[\p{C}\p{Z}\p{M}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

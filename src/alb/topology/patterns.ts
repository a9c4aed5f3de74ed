// Patterns of rule conditions: `*` matches any number of characters, `?` exactly one. Source: rule-condition-types in
// the user guide.

/** Whether a pattern matches a text. The match is case-insensitive for hosts and headers, case-sensitive for paths. */
export const matchesPattern = (pattern: string, text: string): boolean => consumes(pattern, text, false);

/** Whether the first pattern matches everything that the second one matches. */
export const coversPattern = (general: string, special: string): boolean => consumes(general, special, true);

/**
 * Walks both texts once; after a `*` it backtracks and lets the `*` take one more character. `?` matches one character,
 * but not a `*` in the other pattern.
 */
function consumes(pattern: string, text: string, isPattern: boolean): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resume = index;
    } else if (
      wanted !== undefined &&
      (wanted === '?'
        ? !(isPattern && text[index] === '*')
        : wanted === text[index] && !isWild(text[index], isPattern))
    ) {
      at++;
      index++;
    } else if (star === -1) return false;
    else {
      at = star + 1;
      index = ++resume;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** A wildcard in the other pattern does not stand for the literal character. */
const isWild = (character: string | undefined, isPattern: boolean): boolean =>
  isPattern && (character === '*' || character === '?');

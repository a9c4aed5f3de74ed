// Patterns of rule conditions: `*` stands for any number of characters, `?` for exactly one.
// Source: rule-condition-types in the user guide.

/** Whether a pattern matches a text. Hosts and headers are compared without regard to case, paths with it. */
export const matchesPattern = (pattern: string, text: string): boolean => consumes(pattern, text, false);

/** Whether everything that the second pattern matches is matched by the first too. */
export const coversPattern = (general: string, special: string): boolean => consumes(general, special, true);

/** Walks both once; after a `*` it goes back to try one character more. `?` takes one character, but not a `*` of the other pattern. */
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

/** A wildcard of the other pattern is not the character that it is written with. */
const isWild = (character: string | undefined, isPattern: boolean): boolean =>
  isPattern && (character === '*' || character === '?');

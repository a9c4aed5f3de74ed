// Path patterns: `*` and `?` match within a folder, `**` across folders; `legacy/` and `legacy` match everything in the
// folder.

/** Whether a pattern matches a path with slashes. A leading dot in a name is not special. */
export function matchesGlob(pattern: string, path: string): boolean {
  const segments = pattern
    .replace(/^\.\//, '')
    .replace(/\/+$/, '')
    .split('/')
    .filter((segment, index, all) => segment !== '**' || all[index - 1] !== '**');
  return meant(segments, path.split('/'));
}

/** Matches segment by segment. A pattern that ends matches the file itself, or everything in the folder. */
function meant(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return true;
  if (first === '**') return path.some((_, index) => meant(rest, path.slice(index)));
  const [name, ...below] = path;
  return name !== undefined && segmentMatches(first, name) && meant(rest, below);
}

/** Takes at most time proportional to the product of the lengths, whatever the pattern. */
function segmentMatches(pattern: string, name: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  let index = 0;
  while (index < name.length) {
    if (pattern[at] === '*') {
      [star, resume] = [at, index];
      at++;
    } else if (pattern[at] === '?' || pattern[at] === name[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      resume++;
      [at, index] = [star + 1, resume];
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether a pattern with `*` and `?` matches a name, in which a slash is not special. */
export const matchesName = segmentMatches;

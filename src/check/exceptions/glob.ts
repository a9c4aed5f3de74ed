// Paths as patterns: `*` and `?` within a folder, `**` across folders; `legacy/` and `legacy` mean all that is in it.

/** Whether a path, with slashes, is meant by a pattern. Dots at the beginning of a name are like any other letter. */
export function matchesGlob(pattern: string, path: string): boolean {
  const segments = pattern
    .replace(/^\.\//, '')
    .replace(/\/+$/, '')
    .split('/')
    .filter((segment, index, all) => segment !== '**' || all[index - 1] !== '**');
  return meant(segments, path.split('/'));
}

/** Segment by segment: a pattern that ends means the file, and all that is in the folder. */
function meant(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return true;
  if (first === '**') return path.some((_, index) => meant(rest, path.slice(index)));
  const [name, ...below] = path;
  return name !== undefined && segmentMatches(first, name) && meant(rest, below);
}

/** In time that is the product of the lengths, whatever the pattern. */
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

/** Whether a name, in which a slash is like any other letter, is meant by a pattern with `*` and `?`. */
export const matchesName = segmentMatches;

/** The ranges in a matcher such as "200", "200,204" or "200-299"; a single code is a range of one. */
export const rangesOf = (matcher: string): (readonly [from: number, to: number])[] =>
  matcher.split(',').map((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    return [from, to];
  });

/** Whether a matcher accepts a status code. */
export const matches = (matcher: string, code: number): boolean =>
  rangesOf(matcher).some(([from, to]) => code >= from && code <= to);

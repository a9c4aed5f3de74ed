/** Whether a matcher such as "200", "200,204" or "200-299" accepts a status code. */
export const matches = (matcher: string, code: number): boolean =>
  matcher.split(',').some((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return from !== undefined && to !== undefined && code >= from && code <= to;
  });

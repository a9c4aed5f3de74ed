// Answers that come in pages: asked for one after the other, and put together as the AWS CLI does.
type Members = Readonly<Record<string, unknown>>;

/** The member of an output that says there is more, and that of the next input which repeats it. */
const TOKENS = {
  NextToken: 'NextToken',
  nextToken: 'nextToken',
  NextMarker: 'Marker',
  NextContinuationToken: 'ContinuationToken',
} as const;

/** No answer has so many. A service that keeps returning tokens does not hold us for ever. */
const MOST_PAGES = 10_000;

/** Where the size of a page can be said, few items need not come as a page of 1,000. */
const PAGE_SIZES: Readonly<Record<string, string>> = { ListObjectsV2: 'MaxKeys' };

/** All pages of an answer, one at a time. */
export async function* pagesOf(
  operation: string,
  input: object,
  maxItems: number | undefined,
  ask: (input: object) => Promise<object>,
): AsyncGenerator<Members> {
  const size = PAGE_SIZES[operation];
  const first = size !== undefined && maxItems !== undefined && maxItems < 1000 ? { [size]: maxItems } : {};
  let next: object | undefined = { ...first, ...input };
  let items = 0;
  let token: unknown;
  for (let page = 0; next !== undefined && page < MOST_PAGES; page++) {
    const output = (await ask(next)) as Members;
    yield output;
    items += longest(output);
    const found = Object.entries(TOKENS).find(([member]) => isToken(output[member]));
    // A token that comes again leads in a circle.
    if (!found || output[found[0]] === token || (maxItems !== undefined && items >= maxItems)) return;
    token = output[found[0]];
    next = { ...first, ...input, [found[1]]: token };
  }
}

const isToken = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Pages as one answer: lists are joined, and what else there is comes from the first page. */
export async function merged(pages: AsyncIterable<Members>, maxItems: number | undefined): Promise<Members> {
  const result: Record<string, unknown> = {};
  for await (const page of pages)
    for (const [key, value] of Object.entries(page)) {
      const before = result[key];
      if (Array.isArray(before) && Array.isArray(value)) before.push(...(value as unknown[]));
      else if (before === undefined) result[key] = Array.isArray(value) ? [...(value as unknown[])] : value;
    }
  for (const member of Object.keys(TOKENS)) delete result[member];
  if (maxItems === undefined) return result;
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.slice(0, maxItems) : value,
    ]),
  );
}

const longest = (page: Members): number =>
  Math.max(0, ...Object.values(page).map((value) => (Array.isArray(value) ? value.length : 0)));

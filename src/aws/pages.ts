// Paginated responses: requests page after page, and merges them as the AWS CLI does.
type Members = Readonly<Record<string, unknown>>;

/** The output member that says there is more, and the input member that takes its value for the next page. */
const TOKENS = {
  NextToken: 'NextToken',
  nextToken: 'nextToken',
  NextMarker: 'Marker',
  NextContinuationToken: 'ContinuationToken',
} as const;

/** No response has this many pages. It keeps a service that never stops returning tokens from blocking us forever. */
const MOST_PAGES = 10_000;

/** Operations with a page size parameter, so that fetching a few items does not fetch a page of 1,000. */
const PAGE_SIZES: Readonly<Record<string, string>> = { ListObjectsV2: 'MaxKeys' };

/** All pages of a response, one at a time. */
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
    // A repeated token would loop.
    if (!found || output[found[0]] === token || (maxItems !== undefined && items >= maxItems)) return;
    token = output[found[0]];
    next = { ...first, ...input, [found[1]]: token };
  }
}

const isToken = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Merges pages into one response: lists are concatenated, everything else comes from the first page. */
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

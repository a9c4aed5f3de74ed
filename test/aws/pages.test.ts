import { expect, it } from 'vitest';
import { merged, pagesOf } from '../../src/aws/pages.ts';

/** Responses with numbered pages of two items up to `last`. */
function pager(tokenMember: string, last: number) {
  const inputs: Readonly<Record<string, unknown>>[] = [];
  const ask = async (input: object): Promise<object> => {
    inputs.push(input as never);
    const page = inputs.length;
    return {
      Items: [page * 2 - 1, page * 2],
      ...(page < last && { [tokenMember]: `t${page}` }),
      Total: page,
    };
  };
  return { inputs, ask };
}

it.each([
  ['NextToken', 'NextToken'],
  ['NextMarker', 'Marker'],
  ['NextContinuationToken', 'ContinuationToken'],
])('follows %s', async (output, input) => {
  const { ask, inputs } = pager(output, 3);
  const answer = await merged(pagesOf('DescribeThings', { A: 1 }, undefined, ask), undefined);
  expect(answer).toEqual({ Items: [1, 2, 3, 4, 5, 6], Total: 1 });
  expect(inputs).toEqual([{ A: 1 }, { A: 1, [input]: 't1' }, { A: 1, [input]: 't2' }]);
});

it('stops at the limit, even in the middle of a page', async () => {
  const { ask, inputs } = pager('NextToken', 9);
  expect(await merged(pagesOf('DescribeThings', {}, 3, ask), 3)).toEqual({ Items: [1, 2, 3], Total: 1 });
  expect(inputs).toHaveLength(2);
});

it('stops when a token repeats', async () => {
  let asked = 0;
  const ask = async () => {
    asked++;
    return { Items: [1], NextToken: 'same' };
  };
  await merged(pagesOf('DescribeThings', {}, undefined, ask), undefined);
  expect(asked).toBe(2);
});

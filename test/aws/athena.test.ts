import { expect, it, onTestFinished, vi } from 'vitest';
import { resultsOf } from '../../src/aws/athena.ts';
import { AwsSession } from '../../src/aws/session.ts';
import { standIn } from '../helpers/recorded-aws.ts';

const row = (...values: (string | undefined)[]) => ({
  Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })),
});

it('reads all pages of a result by column name, and leaves out NULL', async () => {
  const pages = [
    { ResultSet: { Rows: [row('a', 'b'), row('1', '2')] }, NextToken: 'x' },
    { ResultSet: { Rows: [row(undefined, '4')] }, NextToken: 'y' },
    { ResultSet: { Rows: [row('', '6')] } },
  ];
  const { env } = await standIn(({ times }) => ({ body: JSON.stringify(pages[times - 1]) }));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await resultsOf('q', new AwsSession())).toEqual([{ a: '1', b: '2' }, { b: '4' }, { a: '', b: '6' }]);
});

// Athena with a stand-in: a report, paginated results, and failing queries.
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { jsonError, standIn, type Instead } from '../helpers/recorded-aws.ts';

const output = (key: string, value: string) =>
  `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`;
const STACK = {
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>chat</StackName><Outputs>${output('AthenaDatabase', 'd')}${output('AthenaWorkGroup', 'w')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
};
const json = (value: object) => ({ body: JSON.stringify(value) });
const execution = (State: string, StateChangeReason?: string) =>
  json({ QueryExecution: { Status: { State, StateChangeReason }, Statistics: { DataScannedInBytes: 10 } } });

/** Athena with one query execution. */
const athena =
  (how: ReturnType<typeof json>): Instead =>
  ({ operation, times }) => {
    if (operation === 'DescribeStacks') return STACK;
    if (operation === 'StartQueryExecution') return json({ QueryExecutionId: `q${times}` });
    if (operation === 'GetQueryExecution') return how;
    if (operation === 'StopQueryExecution') return json({});
    return undefined;
  };
const ask = (env: Record<string, string | undefined>) =>
  generate(['logs', '--athena', '--stack-name', 'chat', '--format', 'json'], { env });

it('names the permission when a query may not be started', async () => {
  const aws = await standIn((one) =>
    one.operation === 'StartQueryExecution'
      ? jsonError('AccessDeniedException', 'You are not authorized')
      : athena(execution('SUCCEEDED'))(one),
  );
  const { status, stdout, stderr } = await ask(aws.env);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('athena:StartQueryExecution');
});

describe('a query that fails', () => {
  it.each([
    ['Bytes scanned limit was exceeded', 'The message says why.'],
    ['Access Denied (Service: Amazon S3; Status Code: 403)', 's3:GetObject'],
  ])("%s: reported in Athena's words; the other queries are cancelled", async (reason, remedy) => {
    const aws = await standIn(athena(execution('FAILED', reason)));
    const { status, stdout, stderr } = await ask(aws.env);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`the query requests failed: ${reason}`);
    expect(stderr).toContain(remedy);
    expect(aws.asked.filter(({ operation }) => operation === 'StopQueryExecution')).toHaveLength(4);
  });
});

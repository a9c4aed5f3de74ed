// --athena against a fake AWS. It runs no SQL: it returns DuckDB's results for the same queries.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/logs/report/types.ts';
import { ask, tableOf } from '../athena/report-results.ts';
import { generate } from '../helpers/cli.ts';
import { needs, startFakeAws, type FakeAws } from '../helpers/tools.ts';
import { scenario } from '../logs/scenario.ts';

const SINCE = '2026-07-02';

const template = (outputs: Record<string, string>) =>
  JSON.stringify({
    Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
  });

describe('against a fake AWS', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  beforeAll(async () => {
    fake = await startFakeAws();
    const stack = (name: string, outputs: Record<string, string>) =>
      fake.aws('cloudformation', 'create-stack', '--stack-name', name, '--template-body', template(outputs));
    await stack('chat', { AthenaDatabase: 'alb_logs_1', AthenaWorkGroup: 'chat' });
    await stack('plain', { Other: 'x' });
    await fake.aws('athena', 'create-work-group', '--name', 'chat');
  });

  it('gives the same report as the log lines themselves', async () => {
    const lines = scenario();
    const micros = Date.parse(SINCE) * 1000;
    const results = await ask(await tableOf(lines, '2026/07/02'), micros, undefined, Date.now());
    const row = (cells: readonly (string | undefined)[]) => ({
      Data: cells.map((cell) => (cell === undefined ? {} : { VarCharValue: cell })),
    });
    const { Account } = await fake.aws('sts', 'get-caller-identity');
    await fetch(`${fake.env['AWS_ENDPOINT_URL']}/moto-api/static/athena/query-results`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        account_id: Account,
        region: 'eu-west-1',
        results: results.map(({ columns, rows }) => ({ rows: [columns, ...rows].map(row), column_info: [] })),
      }),
    });
    const common = ['logs', '--format', 'json', '--since', SINCE, '--idle-timeout', '60'];
    const asked = await generate([...common, '--athena', '--stack-name', 'chat'], { env: fake.env });
    expect(asked).toMatchObject({ status: 0, stderr: expect.stringContaining('Athena read ') as string });
    const scanned = await generate([...common, '-'], { input: `${lines.join('\n')}\n` });
    const [fromAthena, fromLines] = [asked, scanned].map(({ stdout }) => JSON.parse(stdout) as Report);
    expect(fromAthena?.access).toEqual(fromLines?.access);
    expect(fromAthena?.findings).toEqual(fromLines?.findings);
    expect(fromAthena).toMatchObject({
      source: 'athena',
      input: { files: null, lines: null, malformed: null },
    });
    // The queries ran in the stack's workgroup and database, with the right days.
    const { QueryExecutionIds } = await fake.aws('athena', 'list-query-executions', '--work-group', 'chat');
    expect(QueryExecutionIds).toHaveLength(4);
    const { QueryExecution } = await fake.aws(
      'athena',
      'get-query-execution',
      '--query-execution-id',
      QueryExecutionIds[0],
    );
    expect(QueryExecution).toMatchObject({
      WorkGroup: 'chat',
      QueryExecutionContext: { Database: 'alb_logs_1' },
    });
    expect(QueryExecution.Query).toContain("BETWEEN '2026/07/02' /* first day */");
  });

  it.each([
    ['a stack without tables', 'plain', 'The stack has no tables for Athena.'],
    ['no such stack', 'missing', 'There is no such stack.'],
    ['no name of a stack', '--x', 'is not the name of a stack.'],
  ])('%s: one clear error, exit 2', async (_, stack, message) => {
    const { status, stdout, stderr } = await generate(['logs', '--athena', `--stack-name=${stack}`], {
      env: fake.env,
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

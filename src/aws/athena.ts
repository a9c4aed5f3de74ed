// Starts Athena queries, waits for them and reads their results.
import { awsCall } from '../common/aws-call.ts';
import { AwsFailed } from './failed.ts';
import type { AwsSession } from './session.ts';

export interface Execution {
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** Athena's own explanation of a failure. */
  readonly reason: string;
  /** Bytes charged so far. */
  readonly bytesScanned: number;
}

/** Starts a query and returns its id. The workgroup determines where the results go. */
export async function startQuery(
  sql: string,
  { database, workGroup }: { readonly database: string; readonly workGroup: string },
  session: AwsSession,
): Promise<string> {
  const call = awsCall('athena', 'StartQueryExecution', {
    QueryString: sql,
    QueryExecutionContext: { Database: database },
    WorkGroup: workGroup,
  });
  const { QueryExecutionId } = await session.run(call);
  if (QueryExecutionId === undefined)
    throw new AwsFailed({ kind: 'refused', code: undefined, message: 'Athena gave the query no id.' }, call);
  return QueryExecutionId;
}

export async function executionOf(id: string, session: AwsSession): Promise<Execution> {
  const { QueryExecution } = await session.run(
    awsCall('athena', 'GetQueryExecution', { QueryExecutionId: id }),
  );
  const { Status, Statistics } = QueryExecution ?? {};
  return {
    state: Status?.State ?? 'QUEUED',
    reason: Status?.StateChangeReason ?? 'no reason given',
    bytesScanned: Statistics?.DataScannedInBytes ?? 0,
  };
}

export const stopQuery = (id: string, session: AwsSession): Promise<unknown> =>
  session.run(awsCall('athena', 'StopQueryExecution', { QueryExecutionId: id }));

/** All rows of a query that succeeded, keyed by column name; NULLs are left out. */
export async function resultsOf(id: string, session: AwsSession): Promise<Record<string, string>[]> {
  const all: (readonly (string | undefined)[])[] = [];
  for await (const { ResultSet } of session.pages(
    awsCall('athena', 'GetQueryResults', { QueryExecutionId: id }),
  ))
    for (const { Data = [] } of ResultSet?.Rows ?? []) all.push(Data.map(({ VarCharValue }) => VarCharValue));
  // The first row holds the column names.
  const [names = [], ...rows] = all;
  return rows.map((values) =>
    Object.fromEntries(
      values.flatMap((value, index) => (value === undefined ? [] : [[names[index] ?? '', value]])),
    ),
  );
}

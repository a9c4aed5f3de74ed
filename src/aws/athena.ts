// Queries in Athena: started, waited for, read.
import { AwsCliFailed, awsJson } from './cli.ts';
import type { AwsTarget } from './target.ts';

export interface Execution {
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** Why it failed, in Athena's words. */
  readonly reason: string;
  /** What it was charged for, as far as it got. */
  readonly bytesScanned: number;
}

/** Starts a query and returns its id. The workgroup says where results go. */
export async function startQuery(
  sql: string,
  { database, workGroup }: { readonly database: string; readonly workGroup: string },
  target: AwsTarget,
): Promise<string> {
  const answer = (await awsJson(
    [
      'athena',
      'start-query-execution',
      // As one argument: the text begins with a comment, which would read as an option.
      `--query-string=${sql}`,
      `--query-execution-context=${JSON.stringify({ Database: database })}`,
      `--work-group=${workGroup}`,
    ],
    target,
  )) as { QueryExecutionId?: string } | undefined;
  if (answer?.QueryExecutionId === undefined) throw new AwsCliFailed('Athena gave the query no id.', 1);
  return answer.QueryExecutionId;
}

export async function executionOf(id: string, target: AwsTarget): Promise<Execution> {
  const answer = (await awsJson(['athena', 'get-query-execution', `--query-execution-id=${id}`], target)) as {
    QueryExecution?: {
      Status?: { State?: Execution['state']; StateChangeReason?: string };
      Statistics?: { DataScannedInBytes?: number };
    };
  };
  const { Status, Statistics } = answer.QueryExecution ?? {};
  return {
    state: Status?.State ?? 'QUEUED',
    reason: Status?.StateChangeReason ?? 'no reason given',
    bytesScanned: Statistics?.DataScannedInBytes ?? 0,
  };
}

export const stopQuery = (id: string, target: AwsTarget): Promise<unknown> =>
  awsJson(['athena', 'stop-query-execution', `--query-execution-id=${id}`], target);

const RESULTS_TIMEOUT_MS = 600_000;

interface Page {
  readonly ResultSet?: {
    readonly Rows?: readonly { readonly Data?: readonly { readonly VarCharValue?: string }[] }[];
  };
}

/**
 * All rows of a query that succeeded, by the names of their columns; NULL is left out. The AWS CLI asks for page after page
 * and hands them on as one answer.
 */
export async function resultsOf(id: string, target: AwsTarget): Promise<Record<string, string>[]> {
  const answer = (await awsJson(
    ['athena', 'get-query-results', `--query-execution-id=${id}`],
    target,
    RESULTS_TIMEOUT_MS,
  )) as Page | undefined;
  const [head, ...rows] = answer?.ResultSet?.Rows ?? [];
  // The first row holds the names.
  const names = (head?.Data ?? []).map(({ VarCharValue = '' }) => VarCharValue);
  return rows.map(({ Data = [] }) =>
    Object.fromEntries(
      Data.flatMap(({ VarCharValue }, index) =>
        VarCharValue === undefined ? [] : [[names[index] ?? '', VarCharValue]],
      ),
    ),
  );
}

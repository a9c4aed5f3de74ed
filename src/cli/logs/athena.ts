// The report from Athena: prints the SQL, or runs it on a stack's tables.
import { setTimeout as sleep } from 'node:timers/promises';
import { executionOf, resultsOf, startQuery, stopQuery } from '../../aws/athena.ts';
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { describeStack } from '../../aws/stack.ts';
import { QUERY_NAMES, querySql, type QueryName } from '../../logs/athena/queries.ts';
import { resultOf, type Results } from '../../logs/athena/result.ts';
import type { ResultRow } from '../../logs/athena/row.ts';
import { size } from '../../logs/report/quantities.ts';
import type { ScanResult } from '../../logs/types.ts';
import { KnownError } from '../../common/known-error.ts';
import { printToStderr, writeResult } from '../io/output.ts';
import { awsSession, withAws } from '../shared/aws.ts';

export interface AthenaOptions extends AwsTarget {
  readonly stackName?: string;
  /** The file to write the SQL to. */
  readonly output: string | undefined;
  /** Microseconds since 1970. */
  readonly since: number;
  readonly until: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const EXIT_INTERRUPTED = 130;
const POLL_MS = 1000;
/** A page of results has up to 1,000 rows. */
const CALL_TIMEOUT_MS = 60_000;
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** Without a stack, prints the SQL; with one, runs it and returns the result. */
export async function athena(options: AthenaOptions): Promise<ScanResult | undefined> {
  const { stackName, since, until, now, output } = options;
  const queries = QUERY_NAMES.map((name): [QueryName, string] => [name, querySql(name, since, until, now)]);
  if (stackName === undefined) {
    writeResult(
      `-- Run these in the database and workgroup that the outputs AthenaDatabase and AthenaWorkGroup of the stack name.\n\n${queries.map(([, sql]) => `${sql.trimEnd()};\n`).join('\n')}`,
      output,
    );
    return undefined;
  }
  const { region, profile } = options;
  const session = awsSession({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    callTimeoutMs: CALL_TIMEOUT_MS,
  });
  try {
    return await withAws({ where: `stack ${stackName}`, what: 'Could not ask Athena' }, async () => {
      const place = await placeOf(stackName, session);
      return resultOf(await runAll(queries, place, session));
    });
  } finally {
    await session.close();
  }
}

async function placeOf(
  stackName: string,
  session: AwsSession,
): Promise<{ database: string; workGroup: string }> {
  if (!STACK_NAME.test(stackName))
    throw new KnownError(`${JSON.stringify(stackName)} is not the name of a stack.`, {
      where: '--stack-name',
      allowed: 'a letter, then letters, digits and hyphens, 128 at most',
    });
  const outputs = (await describeStack(session, stackName))?.outputs;
  const { AthenaDatabase: database, AthenaWorkGroup: workGroup } = outputs ?? {};
  if (database !== undefined && workGroup !== undefined) return { database, workGroup };
  throw new KnownError(outputs ? 'The stack has no tables for Athena.' : 'There is no such stack.', {
    where: `--stack-name ${stackName}`,
    remedy: outputs
      ? 'Set logs.athena: true in the config and deploy; or give the logs themselves: npx websocket-alb logs s3://bucket/prefix.'
      : 'Check the name, the account and the Region (--region, --profile).',
  });
}

/** Athena reports refusals by S3 and Glue as plain text. */
function queryFailed(message: string): AwsFailed {
  const isDenied = /Access ?Denied|not authorized|insufficient (permissions|privileges)/i.test(message);
  return new AwsFailed({
    kind: isDenied ? 'access-denied' : 'refused',
    code: undefined,
    message,
    remedy: isDenied
      ? 'The credentials must be allowed athena:*, glue:Get*, s3:GetObject and s3:ListBucket on the logs, and s3:PutObject where results go.'
      : 'The message says why.',
  });
}

/** Starts all queries at once and waits for them. Ctrl-C cancels them, to stop the charges. */
async function runAll(
  queries: readonly (readonly [QueryName, string])[],
  place: { database: string; workGroup: string },
  session: AwsSession,
): Promise<Results> {
  const running = new Map<string, QueryName>();
  const cancel = () => Promise.allSettled([...running.keys()].map((id) => stopQuery(id, session)));
  const interrupted = () => void cancel().then(() => process.exit(EXIT_INTERRUPTED));
  process.on('SIGINT', interrupted);
  const rows = new Map<QueryName, readonly ResultRow[]>();
  let bytes = 0;
  try {
    for (const [name, sql] of queries) running.set(await startQuery(sql, place, session), name);
    while (running.size > 0) {
      for (const [id, name] of running) {
        const { state, reason, bytesScanned } = await executionOf(id, session);
        if (state === 'FAILED' || state === 'CANCELLED')
          throw queryFailed(
            `the query ${name} ${state === 'FAILED' ? 'failed' : 'was cancelled'}: ${reason}`,
          );
        if (state !== 'SUCCEEDED') continue;
        rows.set(name, await resultsOf(id, session));
        running.delete(id);
        bytes += bytesScanned;
      }
      if (running.size > 0) await sleep(POLL_MS);
    }
  } catch (error) {
    await cancel();
    throw error;
  } finally {
    process.off('SIGINT', interrupted);
  }
  printToStderr(
    `Athena read ${size(bytes)}. The workgroup ${place.workGroup} has named queries for a closer look.`,
  );
  const rowsOf = (name: QueryName) => rows.get(name) ?? [];
  return {
    requests: rowsOf('requests'),
    connections: rowsOf('connections'),
    minutes: rowsOf('minutes'),
    attempts: rowsOf('attempts'),
  };
}

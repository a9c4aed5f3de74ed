// Why tasks of a service stopped, and the last log lines of their containers.
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import { iamAction } from '../../alb/iam-actions.ts';
import { awsCall } from '../../common/aws-call.ts';
import { printable } from '../../common/printable.ts';

/** Maximum number of stopped tasks to examine: more would say the same. */
const ENOUGH_TASKS = 10;
/** Maximum number of logs to read, and of lines from each. */
const ENOUGH_LOGS = 3;
const LINES = 10;
/** Longer log lines are cut, in characters. */
const LINE_LENGTH = 500;

export interface StoppedTask {
  readonly reason: string;
  /** The last lines of its log, safe to print; or why there are none. */
  readonly log: readonly string[];
}

/** The fields of a DescribeTasks task that are used here. */
interface Task {
  readonly taskArn?: string | undefined;
  readonly taskDefinitionArn?: string | undefined;
  readonly stoppedReason?: string | undefined;
  readonly containers?:
    | readonly {
        readonly name?: string | undefined;
        readonly exitCode?: number | undefined;
        readonly reason?: string | undefined;
      }[]
    | undefined;
}

/**
 * The stopped tasks of a service, each reason once, with the log of one of them.
 *
 * @throws {AwsFailed} when ECS cannot list them.
 */
export async function stoppedTasks(
  session: AwsSession,
  { cluster, name }: { readonly cluster: string; readonly name: string },
): Promise<StoppedTask[]> {
  const { taskArns = [] } = await session.run(
    awsCall('ecs', 'ListTasks', {
      cluster,
      serviceName: name,
      desiredStatus: 'STOPPED',
      maxResults: ENOUGH_TASKS,
    }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await session.run(awsCall('ecs', 'DescribeTasks', { cluster, tasks: taskArns }));
  const byReason = new Map(tasks.toReversed().map((task): [string, Task] => [reasonOf(task), task]));
  const found = [...byReason].toReversed();
  return Promise.all(
    found.map(async ([reason, task], index) => ({
      reason,
      log: index < ENOUGH_LOGS ? await lastLines(session, task) : [],
    })),
  );
}

const reasonOf = ({ stoppedReason = 'no reason given', containers = [] }: Task): string =>
  [
    stoppedReason,
    ...containers.flatMap(({ name, exitCode, reason }) =>
      exitCode === undefined && reason === undefined
        ? []
        : [
            `container ${name}${exitCode === undefined ? '' : ` exited with ${exitCode}`}${reason === undefined ? '' : `: ${reason}`}`,
          ],
    ),
  ].join('; ');

/** The last log lines of its containers in CloudWatch Logs, of those that ran. */
async function lastLines(session: AwsSession, { taskArn = '', ...task }: Task): Promise<string[]> {
  const ran = new Set(
    (task.containers ?? []).flatMap(({ name, exitCode }) => (exitCode === undefined ? [] : [name])),
  );
  if (task.taskDefinitionArn === undefined || ran.size === 0) return [];
  try {
    const { taskDefinition } = await session.run(
      awsCall('ecs', 'DescribeTaskDefinition', { taskDefinition: task.taskDefinitionArn }),
    );
    const logs = (taskDefinition?.containerDefinitions ?? []).flatMap(({ name = '', logConfiguration }) => {
      const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {};
      return ran.has(name) && group !== undefined && prefix !== undefined
        ? // Source: ECS developer guide, "using the awslogs log driver".
          [{ name, group, stream: `${prefix}/${name}/${taskArn.slice(taskArn.lastIndexOf('/') + 1)}` }]
        : [];
    });
    const texts = await Promise.all(logs.map((log) => linesOf(session, log)));
    return texts.flat();
  } catch (error) {
    return [unread(error, 'ecs:DescribeTaskDefinition')];
  }
}

async function linesOf(
  session: AwsSession,
  { name, group, stream }: { readonly name: string; readonly group: string; readonly stream: string },
): Promise<string[]> {
  const call = awsCall('logs', 'GetLogEvents', {
    logGroupName: group,
    logStreamName: stream,
    limit: LINES,
    startFromHead: false,
  });
  try {
    const { events = [] } = await session.run(call);
    return events.length === 0
      ? [`container ${name} wrote no log`]
      : [
          `the last lines of container ${name} (${group}, ${stream}):`,
          ...events.slice(-LINES).map(({ message = '' }) => `| ${lineOf(message)}`),
        ];
  } catch (error) {
    if (error instanceof AwsFailed && error.failure.kind === 'not-found')
      return [`container ${name} wrote no log, or it is gone with the stack`];
    return [unread(error, iamAction(call))];
  }
}

/** A log line that is safe to print: nothing in it moves the cursor, breaks the line or colours what follows. */
const lineOf = (message: string): string => {
  const line = printable(message.trimEnd());
  return line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line;
};

function unread(error: unknown, permission: string): string {
  if (!(error instanceof AwsFailed)) throw error;
  const { kind, message, ...failure } = error.failure;
  return kind === 'access-denied'
    ? `its log could not be read: needs permission ${failure.permission ?? permission}`
    : `its log could not be read: ${message}`;
}

// CloudFormation stacks, as far as a deployment needs them.
import { awsCall } from '../common/aws-call.ts';
import { readStackEvents, type StackEvent } from '../common/stack-events.ts';
import { AwsFailed } from './failed.ts';
import type { AwsSession } from './session.ts';

export type { StackEvent };

export interface StackDescription {
  readonly id: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly description: string;
  /** By key. NoEcho values arrive as asterisks. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * A stack; undefined if there is none with that name.
 *
 * @throws {AwsFailed}
 */
export async function describeStack(
  session: AwsSession,
  stack: string,
): Promise<StackDescription | undefined> {
  try {
    const { Stacks = [] } = await session.run(
      awsCall('cloudformation', 'DescribeStacks', { StackName: stack }),
    );
    const [found] = Stacks;
    if (!found) return undefined;
    return {
      id: found.StackId ?? stack,
      status: found.StackStatus ?? '',
      statusReason: found.StackStatusReason,
      description: found.Description ?? '',
      parameters: new Map(
        (found.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
          ParameterKey,
          ParameterValue,
        ]),
      ),
      outputs: Object.fromEntries(
        (found.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      ),
    };
  } catch (error) {
    if (error instanceof AwsFailed && error.failure.kind === 'not-found') return undefined;
    throw error;
  }
}

/**
 * The events of a stack, newest first, up to but not including one that is already known.
 *
 * @param known the id of that event; without it, the latest hundred or so (whole pages)
 * @throws {AwsFailed}
 */
export async function stackEvents(session: AwsSession, stack: string, known?: string): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const page of session.pages(
    awsCall('cloudformation', 'DescribeStackEvents', { StackName: stack }),
  )) {
    // In CloudFormation's order: events of the same millisecond cannot be ordered otherwise.
    const read = readStackEvents(page);
    const at = read.findIndex(({ id }) => id === known);
    if (at >= 0) return [...events, ...read.slice(0, at)];
    events.push(...read);
    if (known === undefined && events.length >= 100) break;
  }
  return events;
}

/**
 * The template that a stack was deployed with, after its transforms.
 *
 * @throws {AwsFailed}
 */
export async function deployedTemplate(session: AwsSession, stack: string): Promise<string> {
  const { TemplateBody = '' } = await session.run(
    awsCall('cloudformation', 'GetTemplate', { StackName: stack, TemplateStage: 'Processed' }),
  );
  return TemplateBody;
}

// The events of a CloudFormation stack, as DescribeStackEvents returns them.

export interface StackEvent {
  /** Unique among the events of a stack. */
  readonly id: string;
  /** ISO 8601, as CloudFormation wrote it. */
  readonly time: string;
  readonly logicalId: string;
  /** Of a service of ECS its ARN. */
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

/** The events of an answer of DescribeStackEvents, newest first. What is missing in the answer is an empty text. */
export function readStackEvents(answer: unknown): StackEvent[] {
  const { StackEvents: events } = Object(answer) as { readonly StackEvents?: unknown };
  return (Array.isArray(events) ? (events as unknown[]) : [])
    .map((event): StackEvent => {
      const fields = Object(event) as Readonly<Record<string, unknown>>;
      const text = (key: string): string | undefined => {
        const value = fields[key];
        if (value instanceof Date) return value.toISOString();
        return typeof value === 'string' ? value : undefined;
      };
      return {
        id: text('EventId') ?? '',
        time: text('Timestamp') ?? '',
        logicalId: text('LogicalResourceId') ?? '',
        physicalId: text('PhysicalResourceId') ?? '',
        type: text('ResourceType') ?? '',
        status: text('ResourceStatus') ?? '',
        reason: text('ResourceStatusReason'),
      };
    })
    .toSorted((a, b) => b.time.localeCompare(a.time));
}

/** Whether a resource failed by itself: CloudFormation cancels the others when one fails. */
export const isFailure = ({ status, reason }: StackEvent): boolean =>
  status.endsWith('_FAILED') && !/cancelled/i.test(reason ?? '');

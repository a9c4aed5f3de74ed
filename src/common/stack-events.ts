// The events of a CloudFormation stack, as DescribeStackEvents returns them.

export interface StackEvent {
  /** Unique among the events of a stack. */
  readonly id: string;
  /** ISO 8601, as CloudFormation wrote it. */
  readonly time: string;
  readonly logicalId: string;
  /** For an ECS service: its ARN. */
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

/** The events in a DescribeStackEvents response, newest first. Missing fields are empty strings. */
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

/** Whether a resource itself failed: when one fails, CloudFormation cancels the others. */
export const isFailure = ({ status, reason }: StackEvent): boolean =>
  status.endsWith('_FAILED') && !/cancelled/i.test(reason ?? '');

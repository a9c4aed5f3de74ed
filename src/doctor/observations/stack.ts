// A CloudFormation stack.
import type { StackEvent } from '../../common/stack-events.ts';
import type { Observed } from './observed.ts';

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly stackId: string;
}

export interface Stack {
  readonly name: string;
  /** The user did not give it; it was found by the load balancer's tags. */
  readonly isFoundByTags?: boolean;
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly resources: readonly StackResource[];
  /** The failures of the last operation that failed, newest first. */
  readonly failures: Observed<readonly StackEvent[]>;
  /** The deployed templates as objects, by stack id, including those of nested stacks. */
  readonly templates: ReadonlyMap<string, unknown>;
}

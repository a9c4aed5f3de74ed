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
  /** Nobody named it: the tags of the load balancer do. */
  readonly isFoundByTags?: boolean;
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly resources: readonly StackResource[];
  /** What failed in the last operation that failed, newest first. */
  readonly failures: Observed<readonly StackEvent[]>;
  /** The template that is deployed, as an object; of each nested stack too, by its id. */
  readonly templates: ReadonlyMap<string, unknown>;
}

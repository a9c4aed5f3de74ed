import type { Failure } from '../alb/failures.ts';
import type { AwsRequest } from '../common/aws-call.ts';

/** AWS gave no answer to a call, or there was no way to ask. */
export class AwsFailed extends Error {
  readonly code = 'ERR_AWS_FAILED';
  readonly failure: Failure;
  /** The call; undefined when it did not come to one. */
  readonly call: AwsRequest | undefined;
  constructor(failure: Failure, call?: AwsRequest, cause?: unknown) {
    super(failure.message, { cause });
    this.name = 'AwsFailed';
    this.failure = failure;
    this.call = call;
  }
}

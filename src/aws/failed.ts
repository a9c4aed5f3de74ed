import type { Failure } from '../alb/failures.ts';
import type { AwsRequest } from '../common/aws-call.ts';

/** A call to AWS failed, or could not be made. */
export class AwsFailed extends Error {
  readonly code = 'ERR_AWS_FAILED';
  readonly failure: Failure;
  /** The call; undefined if it failed before there was one. */
  readonly call: AwsRequest | undefined;
  constructor(failure: Failure, call?: AwsRequest, cause?: unknown) {
    super(failure.message, { cause });
    this.name = 'AwsFailed';
    this.failure = failure;
    this.call = call;
  }
}

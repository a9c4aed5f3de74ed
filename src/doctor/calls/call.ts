// The calls that the doctor makes to AWS. A call is data: it can be run, printed, or answered from a recording.
import type { Failure } from '../../alb/failures.ts';
import { iamAction } from '../../alb/iam-actions.ts';
import { cliArguments, type AwsCall } from '../../common/aws-call.ts';

export interface Call {
  /** What it reads, in a few words. */
  readonly about: string;
  readonly request: AwsCall;
  /** The same call as AWS CLI arguments, without `aws`, Region, profile and output format. */
  readonly args: readonly string[];
  /** The IAM action that it needs. */
  readonly permission: string;
  /**
   * A few placeholders in the shape of the response, with the values that later calls use. `--commands` continues with
   * them, so that it prints exactly the calls that would be made.
   */
  readonly placeholder: unknown;
}

/** The fields of a call that are derived from its request. */
export const asking = (request: AwsCall): Pick<Call, 'request' | 'args' | 'permission'> => ({
  request,
  args: cliArguments(request),
  permission: iamAction(request),
});

export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

/** Yields batches of calls, and receives their answers in the same order. */
export type Collecting<T> = Generator<readonly Call[], T, readonly Answer[]>;

/** Runs a collection with a synchronous source of answers: a recording, or placeholders. */
export function answerWith<T>(collecting: Collecting<T>, answer: (call: Call) => Answer): T {
  let step = collecting.next();
  while (!step.done) step = collecting.next(step.value.map(answer));
  return step.value;
}

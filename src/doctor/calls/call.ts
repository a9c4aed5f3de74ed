// What the doctor asks AWS. A call is data: it can be run, printed, or answered from a recording.
import type { Failure } from '../../alb/failures.ts';
import { iamAction } from '../../alb/iam-actions.ts';
import { cliArguments, type AwsCall } from '../../common/aws-call.ts';

export interface Call {
  /** Says in a few words what it looks at. */
  readonly about: string;
  readonly request: AwsCall;
  /** The same for the AWS CLI, without `aws`, Region, profile and output format. */
  readonly args: readonly string[];
  /** The IAM action that it needs. */
  readonly permission: string;
  /**
   * A few placeholders in the shape of the answer, with what later calls take from it. `--commands` goes on with them,
   * so that it prints the very calls that would be made.
   */
  readonly placeholder: unknown;
}

/** What follows from a request. */
export const asking = (request: AwsCall): Pick<Call, 'request' | 'args' | 'permission'> => ({
  request,
  args: cliArguments(request),
  permission: iamAction(request),
});

export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

/** Asks for calls a batch at a time, and is given their answers in the same order. */
export type Collecting<T> = Generator<readonly Call[], T, readonly Answer[]>;

/** Runs a collection with something that answers calls at once: a recording, or placeholders. */
export function answerWith<T>(collecting: Collecting<T>, answer: (call: Call) => Answer): T {
  let step = collecting.next();
  while (!step.done) step = collecting.next(step.value.map(answer));
  return step.value;
}

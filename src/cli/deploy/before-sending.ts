// What is known before anything is sent to AWS.
import type { Node } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';
import type { StackDescription } from '../../aws/stack.ts';
import type { Problem } from '../../common/known-error.ts';

export interface Deployment {
  readonly stackName: string;
  /** Undefined for a template that CloudFormation may understand, but this program cannot parse. */
  readonly template: Template | undefined;
  /** The arguments of `aws cloudformation deploy`. */
  readonly further: readonly string[];
  /** The stack as it is; undefined if there is none. */
  readonly before: StackDescription | undefined;
  /** The deployed template; undefined for a new stack, or without permission to read it. */
  readonly deployed: Template | undefined;
}

/** A template parameter: its name and its declaration. */
export type Parameter = readonly [name: string, declaration: Node];

/** Pure: calls no AWS API and prints nothing. All problems are reported together. */
export type Refusal = (deployment: Deployment) => readonly Problem[];

/** The stack has no resources or parameter values yet: it does not exist, or has nothing but change sets. */
export const isNew = ({ before }: Pick<Deployment, 'before'>): boolean =>
  before === undefined || before.status === 'REVIEW_IN_PROGRESS';

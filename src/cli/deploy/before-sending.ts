// What is known before anything is sent.
import type { Node } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';
import type { StackDescription } from '../../aws/stack.ts';
import type { Problem } from '../../common/known-error.ts';

export interface Deployment {
  readonly stackName: string;
  /** Undefined for a template that only CloudFormation can read. */
  readonly template: Template | undefined;
  /** The arguments of `aws cloudformation deploy`. */
  readonly further: readonly string[];
  /** The stack as it is; undefined when there is none of that name. */
  readonly before: StackDescription | undefined;
  /** The template that it has; undefined for a new stack, and where it may not be read. */
  readonly deployed: Template | undefined;
}

/** A parameter of a template: its name and what the template says of it. */
export type Parameter = readonly [name: string, declaration: Node];

/** Pure: judges, and neither asks AWS nor prints. All problems are reported together. */
export type Refusal = (deployment: Deployment) => readonly Problem[];

/** The stack has neither resources nor values yet: there is none, or it only has change sets. */
export const isNew = ({ before }: Pick<Deployment, 'before'>): boolean =>
  before === undefined || before.status === 'REVIEW_IN_PROGRESS';

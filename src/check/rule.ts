// The type of template rules, and the helpers for writing them.
import type { Basis, Words } from '../alb/finding.ts';
import type { Verdict } from '../alb/rule.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { Fix } from './fix/remedy.ts';
import type { Model } from './model.ts';
import type { Resource } from './template.ts';

/** The groups of rules, in the order in which rules are listed. */
export const GROUPS = {
  refused: 'ELB, CloudWatch or CloudFormation refuses it, or the deployment fails',
  sockets: 'It deploys, but hurts WebSockets',
  routing: 'It deploys, but requests do not get where they should',
  watching: 'Alarms and dashboards that mislead',
  practice: 'Practices that the template leaves out',
  template: 'The check itself',
} as const;
export type Group = keyof typeof GROUPS;

export type Args = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CheckRule {
  /** Stable: used in ignore lists, in the documentation, and in SARIF. */
  readonly code: string;
  /** `info`: a best practice that the template leaves out. */
  readonly severity: FindingSeverity;
  readonly group: Group;
  /** What it detects, as a heading. */
  readonly title: string;
  readonly why: string;
  readonly source: string;
  /** How certain it is; default: certain, from the source. */
  readonly basis?: Basis;
  /** What it misses could be anywhere in the template. Not needed for rules that report the resource's own line. */
  readonly misses?: true;
  /** How `--fix` fixes it in CloudFormation templates; without it, the fix is manual. */
  readonly fix?: Fix;
  judge(model: Model): Iterable<Judgement>;
  words(args: Args): Words;
}

/** A rule's verdict on one resource. A rule that cannot know returns not-applicable: it never guesses. */
export type Judgement =
  | { readonly verdict: Exclude<Verdict, 'violated'>; readonly resource: Resource }
  | (Violation & { readonly verdict: 'violated'; readonly resource: Resource });

/** A violation by one subject: where it is, and what the message needs. */
export interface Violation {
  readonly line: number;
  readonly args: Args;
  /** The resource, if it is not the one that was judged. */
  readonly resource?: Resource;
  /** Set if it is less severe than the rule's default. */
  readonly severity?: FindingSeverity;
}
export const violation = (line: number, args: Args = {}): Violation => ({ line, args });

type Outcome = Exclude<Verdict, 'violated'> | Violation | readonly Violation[];

/** Judges each subject on its own. An empty list of violations means met. */
export const each =
  <T extends { readonly resource: Resource }>(
    subjects: (model: Model) => Iterable<T>,
    judge: (subject: T, model: Model) => Outcome,
  ): CheckRule['judge'] =>
  (model) =>
    [...subjects(model)].flatMap((subject): Judgement[] => {
      const { resource } = subject;
      const outcome = judge(subject, model);
      if (typeof outcome === 'string') return [{ verdict: outcome, resource }];
      const violations = Array.isArray(outcome) ? (outcome as Violation[]) : [outcome as Violation];
      if (violations.length === 0) return [{ verdict: 'met', resource }];
      return violations.map((one) => ({ resource, ...one, verdict: 'violated' }));
    });

export const loadBalancers = (model: Model) => model.loadBalancers;
export const targetGroups = (model: Model) => model.targetGroups;
export const listeners = (model: Model) => model.listeners;

/** Resources of a type. */
export const resources =
  (type: string) =>
  (model: Model): { readonly resource: Resource }[] =>
    model.ofType(type).map((resource) => ({ resource }));

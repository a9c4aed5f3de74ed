// The type of a rule about templates, and the words that rules are written with.
import type { Basis, Words } from '../alb/finding.ts';
import type { Verdict } from '../alb/rule.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { Fix } from './fix/remedy.ts';
import type { Model } from './model.ts';
import type { Resource } from './template.ts';

/** What a rule is about, and the order in which rules are listed. */
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
  /** Stable: in ignores, in the documentation, in SARIF. */
  readonly code: string;
  /** `info`: a practice that the template leaves out. */
  readonly severity: FindingSeverity;
  readonly group: Group;
  /** What it looks for, as a heading. */
  readonly title: string;
  readonly why: string;
  readonly source: string;
  /** How sure it is; without one certain, from the source. */
  readonly basis?: Basis;
  /** It misses something that may be anywhere in the template; a rule that points at the resource itself needs no mark. */
  readonly misses?: true;
  /** How `--fix` remedies it, in templates of CloudFormation; without it, a person must. */
  readonly fix?: Fix;
  judge(model: Model): Iterable<Judgement>;
  words(args: Args): Words;
}

/** What a rule says about one resource. A rule that cannot know says not-applicable: it never guesses. */
export type Judgement =
  | { readonly verdict: Exclude<Verdict, 'violated'>; readonly resource: Resource }
  | (Violation & { readonly verdict: 'violated'; readonly resource: Resource });

/** What is wrong with one subject: where, and what the words need to know. */
export interface Violation {
  readonly line: number;
  readonly args: Args;
  /** The resource, when it is another than the one that was judged. */
  readonly resource?: Resource;
  /** Where it weighs less than the rule says. */
  readonly severity?: FindingSeverity;
}
export const violation = (line: number, args: Args = {}): Violation => ({ line, args });

type Outcome = Exclude<Verdict, 'violated'> | Violation | readonly Violation[];

/** Judges each subject by itself. An empty list of violations means met. */
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

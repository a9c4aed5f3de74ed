// The type of ELB's rules about combinations of load balancers, listeners, rules, actions and target groups.
import type { Basis, Severity, Words } from './finding.ts';
import type { Topology } from './topology/types.ts';

/** What a topology rule is about. */
export type TopologySubject =
  'load-balancer' | 'listener' | 'listener-rule' | 'action' | 'target-group' | 'registrant';

export type TopologyArgs = Readonly<Record<string, string | number | undefined>>;

/** The problem with one subject, and where it is. */
export interface TopologyViolation<Where> {
  readonly where: Where;
  /** What the message needs. */
  readonly args: TopologyArgs;
}

/** The verdict on one subject: `met`, `not-applicable` (a value is unknown), or the violations. */
export interface TopologyJudgement<Where> {
  /** The key of the part that was judged. */
  readonly key: string;
  readonly verdict: 'met' | 'not-applicable' | readonly TopologyViolation<Where>[];
}

/** An ELB rule about how the parts of a load balancer fit together. One file per concern in `rules/`. */
export interface TopologyRule {
  readonly code: string;
  /** The problem, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly subject: TopologySubject;
  /** Why it matters, in one sentence. */
  readonly why: string;
  readonly source: string;
  readonly basis: Basis;
  /** Judges each subject once; `not-applicable` if it cannot know. */
  judge<Where>(topology: Topology<Where>): Iterable<TopologyJudgement<Where>>;
  words(args: TopologyArgs): Words;
}

// The type of ELB's rules about load balancers, listeners, rules, actions and target groups taken together.
import type { Basis, Severity, Words } from './finding.ts';
import type { Topology } from './topology/types.ts';

/** What a topology rule speaks about. */
export type TopologySubject =
  'load-balancer' | 'listener' | 'listener-rule' | 'action' | 'target-group' | 'registrant';

export type TopologyArgs = Readonly<Record<string, string | number | undefined>>;

/** What is wrong with one subject, and where. */
export interface TopologyViolation<Where> {
  readonly where: Where;
  /** What the words need to know. */
  readonly args: TopologyArgs;
}

/** What a rule says about one subject: `met`, `not-applicable` (a value is not known), or what is wrong. */
export interface TopologyJudgement<Where> {
  /** The key of the part that it is about. */
  readonly key: string;
  readonly verdict: 'met' | 'not-applicable' | readonly TopologyViolation<Where>[];
}

/** What ELB says about parts of a load balancer taken together. One file a concern in `rules/`. */
export interface TopologyRule {
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly subject: TopologySubject;
  /** Why it matters, in one sentence. */
  readonly why: string;
  readonly source: string;
  readonly basis: Basis;
  /** Each subject once; a rule that cannot know says not-applicable. */
  judge<Where>(topology: Topology<Where>): Iterable<TopologyJudgement<Where>>;
  words(args: TopologyArgs): Words;
}

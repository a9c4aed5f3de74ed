// The notations in which load balancers are written. The reader of each notation converts its input to a `Template` in
// ELB's and CloudFormation's terms, so that every rule exists only once; this file translates findings back to the
// notation's terms.
import type { Words } from '../alb/finding.ts';

export const NOTATION_NAMES = ['cloudformation', 'terraform', 'kubernetes'] as const;
export type NotationName = (typeof NOTATION_NAMES)[number];

/** The place of something, in terms that users of the notation know. */
export interface Spot {
  /** Set if it is not the file that was read: a source file of a plan, or one of several manifests. */
  readonly file?: string;
  /** The object, if a resource is made from several: `Service chat/ws`. */
  readonly resource?: string;
  /** Counted from 1; undefined if the notation has no lines, as in a Terraform plan. */
  readonly line?: number;
  /** The argument or annotation: `idle_timeout`, `alb.ingress.kubernetes.io/target-group-attributes`. */
  readonly argument?: string;
  /** What users should know about it: that nobody wrote it, and what sets it. */
  readonly note?: string;
}

/** The terms of a notation, or of some of its resources. */
interface Vocabulary {
  /** CloudFormation terms and their translations. Only whole words match, the longest first. */
  readonly terms: Readonly<Record<string, string>>;
  /** By rule code: why it matters and what to do, where CloudFormation's text does not fit the notation. */
  readonly answers: Readonly<Record<string, { readonly why?: string; readonly remedy?: string }>>;
}

/** What the rules cannot know about a notation other than CloudFormation. */
export interface Notation extends Vocabulary {
  readonly name: NotationName;
  /** Terms for resources that have their own, by the first word of their ids. */
  readonly dialects?: readonly (Vocabulary & { readonly kinds: readonly string[] })[];
}

/** The terms for a resource, by its id. */
export const vocabularyFor = (id: string, notation: Notation | undefined): Vocabulary | undefined =>
  notation?.dialects?.find(({ kinds }) => kinds.includes(id.split(' ')[0] ?? '')) ?? notation;

/** The parts of a rule that a notation translates. */
interface Answered {
  readonly code: string;
  readonly why: string;
}

/** The message of a rule's finding, in a notation's terms. */
export const wordsIn = (rule: Answered, words: Words, own: Vocabulary | undefined): Words => {
  if (!own) return words;
  const { what, allowed, remedy } = words;
  return {
    what: translated(what, own),
    ...(allowed === undefined ? {} : { allowed: translated(allowed, own) }),
    remedy: own.answers[rule.code]?.remedy ?? translated(remedy, own),
  };
};

/** Why a rule matters, in a notation's terms. */
export const whyIn = ({ code, why }: Answered, own: Vocabulary | undefined): string =>
  own ? (own.answers[code]?.why ?? translated(why, own)) : why;

/** A text with CloudFormation's terms replaced by the notation's. */
function translated(text: string, own: Vocabulary): string {
  return text.replace(patternOf(own), (word) => own.terms[word] ?? word);
}

const patterns = new WeakMap<Vocabulary, RegExp>();

function patternOf(own: Vocabulary): RegExp {
  const before = patterns.get(own);
  if (before) return before;
  const words = Object.keys(own.terms)
    .toSorted((left, right) => right.length - left.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const pattern = new RegExp(String.raw`(?<![\w.:-])(?:${words.join('|')})(?![\w:-]|\.\w)`, 'g');
  patterns.set(own, pattern);
  return pattern;
}

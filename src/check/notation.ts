// The notations in which load balancers are written. A reader of each makes a `Template` of what it reads, in ELB's and
// CloudFormation's words, so that every rule exists once; what a finding says is put into the notation's own words here.
import type { Words } from '../alb/finding.ts';

export const NOTATION_NAMES = ['cloudformation', 'terraform', 'kubernetes'] as const;
export type NotationName = (typeof NOTATION_NAMES)[number];

/** Where something is written, as the user of a notation would say it. */
export interface Spot {
  /** Where it is another file than the one that was read: a source file of a plan, one of several manifests. */
  readonly file?: string;
  /** The object, where a resource is made of several: `Service chat/ws`. */
  readonly resource?: string;
  /** From 1; undefined where the notation has no lines, as in a Terraform plan. */
  readonly line?: number;
  /** The argument or annotation: `idle_timeout`, `alb.ingress.kubernetes.io/target-group-attributes`. */
  readonly argument?: string;
  /** What the reader should know of it: that nobody wrote it, and who sets it. */
  readonly note?: string;
}

/** The words of a notation, or of some of its resources. */
interface Vocabulary {
  /** What CloudFormation's words are called here. Whole words only; the longest fits first. */
  readonly terms: Readonly<Record<string, string>>;
  /** By code: why a rule matters and what helps, where CloudFormation's answer is not this notation's. */
  readonly answers: Readonly<Record<string, { readonly why?: string; readonly remedy?: string }>>;
}

/** What the rules cannot know of a notation other than CloudFormation. */
export interface Notation extends Vocabulary {
  readonly name: NotationName;
  /** Words of resources that have their own, by the first word of their ids. */
  readonly dialects?: readonly (Vocabulary & { readonly kinds: readonly string[] })[];
}

/** The words for a resource, by its id. */
export const vocabularyFor = (id: string, notation: Notation | undefined): Vocabulary | undefined =>
  notation?.dialects?.find(({ kinds }) => kinds.includes(id.split(' ')[0] ?? '')) ?? notation;

/** What a notation needs to know of a rule. */
interface Answered {
  readonly code: string;
  readonly why: string;
}

/** The words of a rule's finding in a notation. */
export const wordsIn = (rule: Answered, words: Words, own: Vocabulary | undefined): Words => {
  if (!own) return words;
  const { what, allowed, remedy } = words;
  return {
    what: translated(what, own),
    ...(allowed === undefined ? {} : { allowed: translated(allowed, own) }),
    remedy: own.answers[rule.code]?.remedy ?? translated(remedy, own),
  };
};

/** Why a rule matters, in a notation. */
export const whyIn = ({ code, why }: Answered, own: Vocabulary | undefined): string =>
  own ? (own.answers[code]?.why ?? translated(why, own)) : why;

/** A text in which the words of CloudFormation are those of the notation. */
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
  const pattern = new RegExp(String.raw`(?<![\w.:-])(?:${words.join('|')})(?![\w-]|[:.]\w|::)`, 'g');
  patterns.set(own, pattern);
  return pattern;
}

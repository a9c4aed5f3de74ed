/** `error`: ELB refuses it. `warning`: it deploys, and hurts. */
export type Severity = 'error' | 'warning';

/** What is wrong, as data. The words come from {@link Words}, made by one formatter per room. */
export interface Finding {
  /** Stable, for tests, ignores and documentation. */
  readonly code: string;
  readonly severity: Severity;
  /** Where: the segments of a config key, or of a place in a template. */
  readonly path: readonly (string | number)[];
  readonly args: Readonly<Record<string, unknown>>;
}

/** One finding in words. */
export interface Words {
  readonly what: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** How sure a rule or diagnosis is, and what makes it so: docs/rules.md and docs/diagnoses.md print it. */
export interface Basis {
  /**
   * `certain`: the service says so, or was seen to. `inferred`: it follows from something else, such as a name, and
   * may be wrong.
   */
  readonly kind: 'certain' | 'inferred';
  /** From what, to follow "from": "the API reference", "names and paths that speak of WebSockets". */
  readonly from: string;
}

/** AWS's own words, at the source that the rule names. */
export const certain = (from: string): Basis => ({ kind: 'certain', from });
export const inferred = (from: string): Basis => ({ kind: 'inferred', from });

/** The basis of a rule: what it says itself, else the page that it names. */
export const basisOf = ({ basis, source }: { readonly basis?: Basis; readonly source: string }): Basis =>
  basis ?? certain(PAGES.find(([pattern]) => pattern.test(source))?.[1] ?? 'AWS’s documentation');

const PAGES: readonly (readonly [RegExp, string])[] = [
  [/\/APIReference\//, 'the API reference'],
  [/AWSCloudFormation/, 'the CloudFormation reference'],
  [/elasticloadbalancing\/latest\/(application|userguide)/, 'the user guide'],
  [/AmazonECS/, 'the ECS developer guide'],
];

/** In a sentence: "Certain: from the API reference." */
export const describeBasis = ({ kind, from }: Basis): string =>
  `${kind === 'certain' ? 'Certain' : 'Inferred'}, from ${from}.`;

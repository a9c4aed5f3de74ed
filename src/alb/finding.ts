/** `error`: ELB rejects it. `warning`: it deploys, but causes problems. */
export type Severity = 'error' | 'warning';

/** A problem as data. A formatter in each room turns it into {@link Words}. */
export interface Finding {
  /** Stable: tests, ignore lists and documentation refer to it. */
  readonly code: string;
  readonly severity: Severity;
  /** Where: the segments of a config key, or of a path in a template. */
  readonly path: readonly (string | number)[];
  readonly args: Readonly<Record<string, unknown>>;
}

/** A finding as text. */
export interface Words {
  readonly what: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** How certain a rule or diagnosis is, and on what grounds: printed in docs/rules.md and docs/diagnoses.md. */
export interface Basis {
  /**
   * `certain`: AWS documents it, or the service was seen to do it. `inferred`: concluded from something else, such as a
   * name, and may be wrong.
   */
  readonly kind: 'certain' | 'inferred';
  /** The grounds, to follow "from": "the API reference", "names and paths that mention WebSockets". */
  readonly from: string;
}

/** Stated by AWS itself, at the source that the rule gives. */
export const certain = (from: string): Basis => ({ kind: 'certain', from });
export const inferred = (from: string): Basis => ({ kind: 'inferred', from });

/** A rule's own basis if it has one, else the page that is its source. */
export const basisOf = ({ basis, source }: { readonly basis?: Basis; readonly source: string }): Basis =>
  basis ?? certain(PAGES.find(([pattern]) => pattern.test(source))?.[1] ?? 'AWS’s documentation');

const PAGES: readonly (readonly [RegExp, string])[] = [
  [/\/APIReference\//, 'the API reference'],
  [/AWSCloudFormation/, 'the CloudFormation reference'],
  [/elasticloadbalancing\/latest\/(application|userguide)/, 'the user guide'],
  [/AmazonECS/, 'the ECS developer guide'],
];

/** As a sentence: "Certain, from the API reference." */
export const describeBasis = ({ kind, from }: Basis): string =>
  `${kind === 'certain' ? 'Certain' : 'Inferred'}, from ${from}.`;

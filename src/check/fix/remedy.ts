// A rule's fix: whether it is safe, and what to change in the text.
import type { Template } from '../template.ts';
import type { Edit } from './edit.ts';
import type { Source, SourceMap } from './source.ts';

/** The arguments of a finding's message. */
type Args = Readonly<Record<string, string | number | boolean | undefined>>;

/** The place of a finding. */
export interface Site {
  readonly source: Source;
  /** The resource in the source, and its logical id. */
  readonly resource: SourceMap;
  readonly id: string;
  /** The line of the finding, counted from 1. */
  readonly line: number;
  readonly args: Args;
  readonly template: Template;
}

/** What to change, and the only value below the resource that may differ afterwards: `Properties`, `SslPolicy`. */
export interface Change {
  readonly edits: readonly Edit[];
  /** Undefined if every value stays the same. */
  readonly touches?: readonly string[];
  /** It removes an item, so other changes depend on what remains: only one such change is made at a time. */
  readonly removes?: true;
}

/** An ELB attribute, in any notation. */
export interface WrittenAttribute {
  readonly key: string;
  /** Undefined if it is not a literal. */
  readonly value: string | undefined;
  /** `LoadBalancerAttributes` */
  readonly list: string;
}

/** How to change an attribute. */
export type AttributeRemedy =
  | { readonly do: 'rename'; readonly to: string }
  | { readonly do: 'set'; readonly to: string }
  | { readonly do: 'remove' };

/** The change for the attribute that a finding is about; undefined if it is not clear. */
export type AttributeFix = (attribute: WrittenAttribute, args: Args) => AttributeRemedy | undefined;

/** The fix for Kubernetes manifests. */
export type ManifestFix =
  | { readonly kind: 'attribute'; readonly remedy: AttributeFix }
  /** Replaces the TLS policy. */
  | { readonly kind: 'policy'; readonly remedy: (policy: string) => string | undefined }
  /** Corrects the name of a controller annotation. */
  | { readonly kind: 'annotation-name' }
  /** Corrects the spelling of a value to the one that the controller accepts. */
  | { readonly kind: 'annotation-word' };

export interface Fix {
  /**
   * `safe`: AWS rejects the template as it is, or a working deployment does not change. `suggest`: it changes how a
   * working deployment behaves, so the user has to ask for it.
   */
  readonly mode: 'safe' | 'suggest';
  /** What it does, for the documentation: "Removes it." */
  readonly what: string;
  /**
   * The change in templates; undefined if it is not clear, such as where a function computes the value. Must depend on
   * the site only. A rule without it is fixed in manifests only.
   */
  readonly change?: (site: Site) => Change | undefined;
  /** Without it, findings in manifests are not fixed. */
  readonly inManifests?: ManifestFix;
}

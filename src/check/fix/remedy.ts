// What a rule says of its own remedy: whether it is mechanical, and what to change in the text.
import type { Template } from '../template.ts';
import type { Edit } from './edit.ts';
import type { Source, SourceMap } from './source.ts';

/** What a finding knows, for its words. */
type Args = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a finding is. */
export interface Site {
  readonly source: Source;
  /** The resource as it is written, and its logical id. */
  readonly resource: SourceMap;
  readonly id: string;
  /** The line of the finding, from 1. */
  readonly line: number;
  readonly args: Args;
  readonly template: Template;
}

/** What to change, and the values below the resource that may differ afterwards: `[['Properties', 'SslPolicy']]`. */
export interface Change {
  readonly edits: readonly Edit[];
  /** Undefined when every value stays what it is. */
  readonly touches?: readonly (readonly string[])[];
  /** It removes an item, so that what comes next depends on what is left: one such change at a time. */
  readonly removes?: true;
}

/** An attribute of ELB, in any notation. */
export interface WrittenAttribute {
  readonly key: string;
  /** Undefined where it is not written out. */
  readonly value: string | undefined;
  /** `LoadBalancerAttributes` */
  readonly list: string;
}

/** What becomes of an attribute. */
export type AttributeRemedy =
  | { readonly do: 'rename'; readonly to: string }
  | { readonly do: 'set'; readonly to: string }
  | { readonly do: 'remove' };

/** The remedy for the attribute that a finding is about; undefined where it is not plain. */
export type AttributeFix = (attribute: WrittenAttribute, args: Args) => AttributeRemedy | undefined;

/** What to do in manifests of Kubernetes. */
export type ManifestFix =
  | { readonly kind: 'attribute'; readonly remedy: AttributeFix }
  /** Another TLS policy in place of the written one. */
  | { readonly kind: 'policy'; readonly remedy: (policy: string) => string | undefined }
  /** The annotation of the controller that is meant. */
  | { readonly kind: 'annotation-name' }
  /** A word in the spelling that the controller takes. */
  | { readonly kind: 'annotation-word' };

export interface Fix {
  /**
   * `safe`: AWS refuses the template as it is, or nothing changes in a deployment that works. `suggest`: it changes what a
   * working deployment does, for which somebody must ask.
   */
  readonly mode: 'safe' | 'suggest';
  /** What it does, for the documentation: "Removes it." */
  readonly what: string;
  /**
   * In templates. Undefined where the remedy is not plain, such as where a function decides. Looks at nothing but the site.
   * A rule without it is fixed in manifests only.
   */
  readonly change?: (site: Site) => Change | undefined;
  /** Without it the findings are not fixed in manifests. */
  readonly inManifests?: ManifestFix;
}

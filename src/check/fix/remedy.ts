// What a rule says of its own remedy: whether it is mechanical, and what to change in the text.
import type { Template } from '../template.ts';
import type { Edit } from './edit.ts';
import type { Source, SourceMap } from './source.ts';

/** Where a finding is. */
export interface Site {
  readonly source: Source;
  /** The resource as it is written, and its logical id. */
  readonly resource: SourceMap;
  readonly id: string;
  /** The line of the finding, from 1. */
  readonly line: number;
  readonly args: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly template: Template;
}

/** What to change, and the one value below the resource that may differ afterwards: `Properties`, `SslPolicy`. */
export interface Change {
  readonly edits: readonly Edit[];
  /** Undefined when every value stays what it is. */
  readonly touches?: readonly string[];
  /** It removes an item, so that what comes next depends on what is left: one such change at a time. */
  readonly removes?: true;
}

export interface Fix {
  /**
   * `safe`: AWS refuses the template as it is, or nothing changes in a deployment that works. `suggest`: it changes what a
   * working deployment does, for which somebody must ask.
   */
  readonly mode: 'safe' | 'suggest';
  /** What it does, for the documentation: "Removes it." */
  readonly what: string;
  /** Undefined where the remedy is not plain, such as where a function decides. Looks at nothing but the site. */
  readonly change: (site: Site) => Change | undefined;
}

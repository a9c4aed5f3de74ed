// A wizard question as data.
import type { Config } from '../config/schema/index.ts';
import type { Assignment } from '../config/path.ts';

export interface Option {
  readonly label: string;
  readonly value: string;
}

export interface WizardQuestion {
  readonly id: string;
  /** The keys it is about. If one is already set, the question counts as answered. */
  readonly keys: readonly string[];
  readonly kind: 'text' | 'choice' | 'several';
  readonly message: string;
  /** What an empty answer means; absent if an answer is required. */
  readonly whenEmpty?: string;
  /** The answer that matches the current config; `isNew` if there is no config yet. */
  readonly initial: (config: Config, isNew: boolean) => string;
  /** The options of a choice. */
  readonly options?: readonly Option[];
  /** The list in the account to choose from. If it is empty, the user types. */
  readonly lookup?: { readonly kind: LookupKind; readonly from?: (config: Config) => string | undefined };
  /** Asked only if there is something to choose from; another question covers the same keys. */
  readonly needsChoices?: boolean;
  /** Whether the question makes sense. Default: always. */
  readonly when?: (config: Config) => boolean;
  /** The keys that an answer sets. */
  readonly assign: (answer: string, config: Config) => readonly Assignment[];
}

export type LookupKind = 'vpcs' | 'subnets' | 'certificates' | 'hostedZones' | 'instances' | 'topics';

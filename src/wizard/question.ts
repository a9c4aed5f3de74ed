// A question of the wizard as data.
import type { Config } from '../config/schema/index.ts';
import type { Assignment } from '../config/path.ts';

export interface Option {
  readonly label: string;
  readonly value: string;
}

export interface WizardQuestion {
  readonly id: string;
  /** The keys that it is about: one that is set already answers it. */
  readonly keys: readonly string[];
  readonly kind: 'text' | 'choice' | 'several';
  readonly message: string;
  /** What it means when nothing is answered; absent where something must be. */
  readonly whenEmpty?: string;
  /** The answer that the config as it stands would give; `isNew` when there is no config yet. */
  readonly initial: (config: Config, isNew: boolean) => string;
  /** For a choice. */
  readonly options?: readonly Option[];
  /** What the account has to choose from; empty: the user types. */
  readonly lookup?: { readonly kind: LookupKind; readonly from?: (config: Config) => string | undefined };
  /** Asked only if there is something to choose from: another question has the same keys. */
  readonly needsChoices?: boolean;
  /** The question makes sense only then. */
  readonly when?: (config: Config) => boolean;
  /** The keys that an answer sets. */
  readonly assign: (answer: string, config: Config) => readonly Assignment[];
}

export type LookupKind = 'vpcs' | 'subnets' | 'certificates' | 'hostedZones' | 'instances' | 'topics';

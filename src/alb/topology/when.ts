// Under which conditions something exists: CloudFormation's conditions, Terraform's count, or always.
import { UNKNOWN, type Unknown } from '../setting.ts';

/** A formula over variables, each of which has one value at a time. */
export type When =
  | { readonly kind: 'always' }
  | {
      readonly kind: 'equals';
      /** A parameter, or any expression, identified by its text: the same text has the same value. */
      readonly variable: string;
      readonly value: string;
      /** False for an expression that may depend on the same inputs as another variable. */
      readonly isFree: boolean;
    }
  | { readonly kind: 'not'; readonly of: When }
  | { readonly kind: 'all' | 'any'; readonly of: readonly When[] };

/** The values that a variable can take; a variable that is not listed can have any value. */
export type Choices = ReadonlyMap<string, readonly string[]>;

export const ALWAYS: When = { kind: 'always' };
export const NEVER: When = { kind: 'not', of: ALWAYS };

/** The conjunction of all; {@link ALWAYS} for none. */
export function all(...of: readonly When[]): When {
  const needed = of.filter(({ kind }) => kind !== 'always');
  const [first] = needed;
  if (!first) return ALWAYS;
  return needed.length === 1 ? first : { kind: 'all', of: needed };
}

export const not = (of: When): When => ({ kind: 'not', of });

/** No more combinations than this are tried. */
const MAX_COMBINATIONS = 4096;
/** Stands for any value that no formula mentions. */
const OTHER = '\0other';

/**
 * Whether some combination of values makes a formula true. UNKNOWN if variables may depend on each other, or if there
 * are too many combinations to try.
 */
export function canHold(when: When, choices: Choices = new Map()): boolean | Unknown {
  if (when.kind === 'always') return true;
  const variables = new Map<string, Set<string>>();
  let areFree = true;
  collect(when, (variable, value, isFree) => {
    const values = variables.get(variable) ?? new Set<string>(choices.get(variable) ?? [OTHER]);
    if (!choices.has(variable)) values.add(value);
    variables.set(variable, values);
    areFree &&= isFree;
  });
  const names = [...variables.keys()];
  const domains = [...variables.values()].map((values) => [...values]);
  let combinations = 1;
  for (const { length } of domains) {
    combinations *= length;
    if (combinations > MAX_COMBINATIONS) return UNKNOWN;
  }
  for (let number = 0; number < combinations; number++) {
    let rest = number;
    const values = new Map<string, string | undefined>();
    for (const [index, domain] of domains.entries()) {
      values.set(names[index] ?? '', domain[rest % domain.length]);
      rest = Math.floor(rest / domain.length);
    }
    if (holds(when, values)) return areFree || names.length < 2 ? true : UNKNOWN;
  }
  return false;
}

/** Whether two things can exist at the same time. */
export const canExistTogether = (left: When, right: When, choices?: Choices): boolean | Unknown =>
  canHold(all(left, right), choices);

/** Whether the second exists whenever the first does. UNKNOWN as for {@link canHold}. */
export function implies(first: When, second: When, choices?: Choices): boolean | Unknown {
  if (second.kind === 'always') return true;
  const counterexample = canHold(all(first, not(second)), choices);
  return counterexample === UNKNOWN ? UNKNOWN : !counterexample;
}

function collect(when: When, found: (variable: string, value: string, isFree: boolean) => void): void {
  if (when.kind === 'equals') found(when.variable, when.value, when.isFree);
  else if (when.kind === 'not') collect(when.of, found);
  else if (when.kind !== 'always') for (const one of when.of) collect(one, found);
}

function holds(when: When, values: ReadonlyMap<string, string | undefined>): boolean {
  switch (when.kind) {
    case 'always':
      return true;
    case 'equals':
      return values.get(when.variable) === when.value;
    case 'not':
      return !holds(when.of, values);
    case 'all':
      return when.of.every((one) => holds(one, values));
    case 'any':
      return when.of.some((one) => holds(one, values));
  }
}

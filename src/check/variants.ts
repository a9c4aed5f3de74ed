// What a resource looks like under each outcome of the conditions that its values depend on.
import { UNKNOWN } from '../alb/setting.ts';
import { all, canHold, not, type Choices, type When } from '../alb/topology/when.ts';
import type { Existence } from './existence.ts';
import { child, onlyEntry, text, type Node } from './node.ts';
import type { Resolver } from './resolve.ts';
import type { Resource } from './template.ts';

export interface Variant {
  /** Evaluates values with the conditions of this variant decided. */
  readonly resolver: Resolver;
  readonly when: When;
}

/** If a resource depends on more conditions, the values that depend on them stay unknown. */
const MAX_CONDITIONS = 3;

export class Variants {
  readonly #existence: Existence;
  readonly #resolver: Resolver;
  readonly #choices: Choices;
  readonly #resolvers = new Map<string, Resolver>();

  constructor(existence: Existence, resolver: Resolver, choices: Choices) {
    this.#existence = existence;
    this.#resolver = resolver;
    this.#choices = choices;
  }

  /**
   * One variant for each possible outcome of the conditions that select these properties; a single one if there are
   * none.
   */
  of({ node, properties }: Resource, keys: readonly string[]): Variant[] {
    const name = text(child(node, 'Condition'));
    const own = name === undefined ? all() : this.#existence.condition(name);
    const names = new Set<string>();
    for (const key of keys) undecided(child(properties, key), this.#resolver, names);
    if (names.size === 0 || names.size > MAX_CONDITIONS) return [{ resolver: this.#resolver, when: own }];
    const variants: Variant[] = [];
    for (let number = 0; number < 2 ** names.size; number++) {
      const assumed = new Map([...names].map((one, index) => [one, (number & (1 << index)) === 0]));
      const when = all(own, ...[...assumed].map(([one, is]) => this.#when(one, is)));
      if (canHold(when, this.#choices) !== false)
        variants.push({ resolver: this.#resolverFor(assumed), when });
    }
    return variants;
  }

  #when(name: string, is: boolean): When {
    const condition = this.#existence.condition(name);
    return is ? condition : not(condition);
  }

  #resolverFor(assumed: ReadonlyMap<string, boolean>): Resolver {
    const key = JSON.stringify([...assumed]);
    const known = this.#resolvers.get(key) ?? this.#resolver.assuming(assumed);
    this.#resolvers.set(key, known);
    return known;
  }
}

/** The undecided conditions of Fn::If; the search stops after {@link MAX_CONDITIONS}. */
function undecided(node: Node | undefined, resolver: Resolver, names: Set<string>): void {
  if (!node || node.kind === 'scalar' || names.size > MAX_CONDITIONS) return;
  if (node.kind === 'list') {
    for (const item of node.items) undecided(item, resolver, names);
    return;
  }
  const [name, argument] = onlyEntry(node) ?? [];
  if (name === 'Fn::If' && argument?.kind === 'list') {
    const condition = text(argument.items[0]) ?? '';
    if (resolver.condition(condition) === UNKNOWN) names.add(condition);
  }
  for (const { value } of node.entries.values()) undecided(value, resolver, names);
}

// Numbers for places in a plan: nodes need a line number, and a plan has none.
import type { Spot } from '../check/notation.ts';

export class Spots {
  readonly #spots: Spot[] = [];
  readonly #known = new Map<string, Map<string, number>>();

  /** The number for an argument of an instance, or for the instance itself. */
  of(address: string, argument?: string, note?: string): number {
    // Nested maps, because one long key would have to be hashed on each call.
    const own = this.#known.get(address) ?? new Map<string, number>();
    if (own.size === 0) this.#known.set(address, own);
    const key = note === undefined ? (argument ?? '') : `${argument ?? ''}\n${note}`;
    const before = own.get(key);
    if (before !== undefined) return before;
    this.#spots.push({
      ...(argument === undefined ? {} : { argument }),
      ...(note === undefined ? {} : { note }),
    });
    own.set(key, this.#spots.length);
    return this.#spots.length;
  }

  readonly spotOf = (line: number): Spot => this.#spots[line - 1] ?? {};
}

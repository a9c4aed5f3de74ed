// The numbers that stand for places: nodes carry a number, and a plan has no lines.
import type { Spot } from '../check/notation.ts';

export class Spots {
  readonly #spots: Spot[] = [];
  readonly #known = new Map<string, Map<string, number>>();

  /** The number of an argument of an instance, or of the instance. */
  of(address: string, argument?: string, note?: string): number {
    // One long key for all three would have to be hashed on each call.
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

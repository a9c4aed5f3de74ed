// The numbers that stand for places: nodes carry a number, and a plan has no lines.
import type { Spot } from '../check/notation.ts';

export class Spots {
  readonly #spots: Spot[] = [];
  readonly #known = new Map<string, number>();

  /** The number of an argument of an instance, or of the instance. */
  of(address: string, argument?: string, note?: string): number {
    const key = `${address} ${argument ?? ''} ${note ?? ''}`;
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    this.#spots.push({
      ...(argument === undefined ? {} : { argument }),
      ...(note === undefined ? {} : { note }),
    });
    this.#known.set(key, this.#spots.length);
    return this.#spots.length;
  }

  readonly spotOf = (line: number): Spot => this.#spots[line - 1] ?? {};
}

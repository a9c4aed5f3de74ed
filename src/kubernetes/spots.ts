// The numbers that stand for places: a model is made of several files, and a line alone does not say which.
import type { Spot } from '../check/notation.ts';
import { nameOf, type Manifest } from './manifests.ts';

export class Spots {
  readonly #spots: Spot[] = [];

  /** The number of a line of an object. */
  of(object: Manifest, line: number, argument?: string, note?: string): number {
    this.#spots.push({
      file: object.file,
      line,
      resource: nameOf(object),
      ...(argument === undefined ? {} : { argument }),
      ...(note === undefined ? {} : { note }),
    });
    return this.#spots.length;
  }

  readonly spotOf = (line: number): Spot => this.#spots[line - 1] ?? {};
}

// Numbers that stand for places: a model is built from several files, so a line alone does not identify a place.
import type { Spot } from '../check/notation.ts';
import { nameOf, type Manifest } from './manifests.ts';

export class Spots {
  readonly #spots: Spot[] = [];

  /** The number for a line of an object. */
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

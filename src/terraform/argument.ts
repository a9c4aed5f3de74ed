// An argument of an instance: its value, whether it is known, and what the author wrote.
import { list, plainScalar, unknown as unknownNode, type Node } from '../check/node.ts';
import { array, isRecord, record } from '../common/json.ts';
import type { Spots } from './spots.ts';
import type { Instance } from './plan.ts';

/** What the author wrote: an expression or blocks; `null` for nothing, undefined if that cannot be known. */
type Written = unknown;

export class Argument {
  readonly owner: Instance;
  /** `health_check.path`; empty for the instance itself. */
  readonly path: string;
  readonly value: unknown;
  /** The author's own expression. */
  readonly written: Written;
  readonly #unknown: unknown;
  readonly #spots: Spots;

  private constructor(
    owner: Instance,
    spots: Spots,
    path: string,
    value: unknown,
    unknown: unknown,
    written: Written,
  ) {
    this.owner = owner;
    this.path = path;
    this.value = value;
    this.written = written;
    this.#unknown = unknown;
    this.#spots = spots;
  }

  /** All arguments of an instance. */
  static all(owner: Instance, spots: Spots): Argument {
    return new Argument(owner, spots, '', owner.values, owner.unknown, owner.written);
  }

  at(key: string): Argument {
    const { written } = this;
    const unknown = this.#unknown === true ? true : record(this.#unknown)[key];
    const own = isRecord(written) && !isExpression(written) ? orNull(written[key]) : undefined;
    const path = this.path === '' ? key : `${this.path}.${key}`;
    return new Argument(this.owner, this.#spots, path, record(this.value)[key], unknown, own);
  }

  /**
   * The blocks of this name, or the members of a list; undefined if they are not known.
   *
   * @param isComputed - the provider fills in the block if nobody wrote it, so an unknown one was not written.
   */
  blocks(isComputed = false): Argument[] | undefined {
    const values = array(this.value);
    if (values.length === 0)
      return this.#unknown === true && !(isComputed && this.written === null) ? undefined : [];
    const unknowns = array(this.#unknown);
    const written = array(this.written);
    // The plan does not show what is written in a dynamic block.
    const isAligned = written.length === values.length;
    return values.map((value, index) => {
      const path = values.length === 1 ? this.path : `${this.path}[${index}]`;
      return new Argument(
        this.owner,
        this.#spots,
        path,
        value,
        this.#unknown === true ? true : unknowns[index],
        isAligned ? written[index] : undefined,
      );
    });
  }

  /**
   * The blocks as written, for sets, which a plan reorders. Undefined unless exactly `count` are written. Values that
   * are not constants are unknown.
   */
  writtenBlocks(count: number): Argument[] | undefined {
    const written = array(this.written);
    if (written.length !== count) return undefined;
    return written.map((one, index) => {
      const values = Object.entries(record(one)).map(([key, expression]): [string, unknown] => [
        key,
        record(expression)['constant_value'],
      ]);
      const unknown = values.map(([key, value]): [string, boolean] => [key, value === undefined]);
      return new Argument(
        this.owner,
        this.#spots,
        `${this.path}[${index}]`,
        Object.fromEntries(values),
        Object.fromEntries(unknown),
        one,
      );
    });
  }

  /** The first block of this name; undefined if there is none, or it is not known. */
  block(key: string): Argument | undefined {
    return this.at(key).blocks(true)?.[0];
  }

  /** Keys of a map with unknown values. */
  unknownKeys(): string[] {
    return Object.entries(record(this.#unknown)).flatMap(([key, value]) => (value === true ? [key] : []));
  }

  /** Null and empty strings mean that nothing is set. */
  get isSet(): boolean {
    return this.value !== null && this.value !== undefined && this.value !== '';
  }

  /** The author wrote it, or may have, and its value will be known only after the apply. */
  get isUnknown(): boolean {
    return !this.isSet && this.#unknown === true && this.written !== null;
  }

  /** The author did not write it, but it has a value: the provider's default. */
  get isByDefault(): boolean {
    return this.isSet && this.written === null;
  }

  /** Its spot, as the line number of nodes. */
  get line(): number {
    if (this.path === '') return this.#spots.of(this.owner.address);
    return this.#spots.of(
      this.owner.address,
      this.path,
      this.isByDefault ? 'It is not written: the provider sends this default.' : undefined,
    );
  }

  /** A string, number or boolean; undefined if it is not set. */
  node(): Node | undefined {
    if (this.isUnknown) return this.unknownNode();
    if (!this.isSet || typeof this.value === 'object') return undefined;
    return plainScalar(this.value, this.line);
  }

  /** A list of those; unknown members keep their position. */
  nodes(): Node | undefined {
    if (this.isUnknown) return this.unknownNode();
    if (!Array.isArray(this.value)) return undefined;
    const unknowns = array(this.#unknown);
    const { line } = this;
    return list(
      array(this.value).map((item, index) =>
        item === null || unknowns[index] === true
          ? unknownNode(`${this.owner.address} ${this.path}[${index}]`, line)
          : plainScalar(item, line),
      ),
      line,
    );
  }

  unknownNode(): Node {
    return unknownNode(`${this.owner.address} ${this.path}`, this.line);
  }
}

const isExpression = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.hasOwn(value, 'references') || Object.hasOwn(value, 'constant_value');

/** `x = null` is the same as leaving it out. */
const orNull = (value: unknown): unknown =>
  value === undefined ||
  (isRecord(value) && Object.hasOwn(value, 'constant_value') && value['constant_value'] === null)
    ? null
    : value;

// Parses numbers and durations on the command line, and collects all mistakes to report them at once.
import { KnownError, type Problem } from '../../common/known-error.ts';

/** A plain number, optionally with k or M, but not "NaN", "Infinity", "0x10" or "1,000". */
const NUMBER = /^(\d+(?:\.\d+)?)(?:[eE](\d{1,2})|([kKM]))?$/;
const SUFFIX_EXPONENT: Readonly<Record<string, number>> = { k: 3, K: 3, M: 6 };
/** Default maximum: no load balancer scales beyond it, and sums would lose cent precision. */
const MAX = 1e9;

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** Excludes 0. */
  readonly positive?: boolean;
  readonly integer?: boolean;
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const DURATION = /^(\d+(?:\.\d+)?)(s|m|h|d)?$/;
const MAX_DURATION = 31_536_000;
const DURATION_WORDS =
  'more than 0, at most 365d: a number with s, m, h or d, such as 90s, 30m, 2h or 1d; a bare number is seconds';

/** Parses 1.1k as 1.1e3, which is exactly 1100. */
function numberOf(text: string): number {
  const [, digits = '', exponent, suffix = ''] = NUMBER.exec(text) ?? [];
  return digits === '' ? Number.NaN : Number(`${digits}e${exponent ?? SUFFIX_EXPONENT[suffix] ?? 0}`);
}

/** Parses options and collects what is wrong with them. */
export class QuantityReader {
  readonly #mistakes: Problem[] = [];

  /** Undefined if the option is absent or invalid. */
  number(option: string, text: string | undefined, range: Range = {}): number | undefined {
    if (text === undefined) return undefined;
    const { max = MAX, positive = false, integer = false } = range;
    const value = numberOf(text);
    if (value >= 0 && value <= max && !(positive && value === 0) && !(integer && !Number.isInteger(value)))
      return value;
    const kind = integer ? 'a whole number' : 'a number';
    const lowest = positive ? (integer ? 'from 1' : 'above 0') : 'from 0';
    return this.#mistake(
      option,
      text,
      `${kind} ${lowest} to ${max}, such as ${integer ? '3' : '0.5'}${max >= 1e6 ? '; 50k and 1.5M are read too' : ''}`,
    );
  }

  /** A duration in seconds; undefined if absent or invalid. */
  duration(
    option: string,
    text: string | undefined,
    range?: { readonly min: number; readonly max: number },
  ): number | undefined {
    if (text === undefined) return undefined;
    const match = DURATION.exec(text);
    const unit = (match?.[2] ?? 's') as keyof typeof UNIT_SECONDS;
    const seconds = match ? Number(match[1]) * UNIT_SECONDS[unit] : Number.NaN;
    const { min = 0, max = MAX_DURATION } = range ?? {};
    if (seconds > 0 && seconds >= min && seconds <= max) return seconds;
    const words = `${min}s to ${max}s: a number with s or m, such as 90s or 2m; a bare number is seconds`;
    return this.#mistake(option, text, range ? words : DURATION_WORDS);
  }

  /** Any other format, with a parser that throws {@link KnownError}. */
  other<T>(option: string, text: string | undefined, parse: (text: string) => T): T | undefined {
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      this.#mistakes.push(...error.problems.map((problem) => ({ ...problem, where: option })));
      return undefined;
    }
  }

  /** Adds a mistake, such as options that contradict each other. */
  refuse(problem: Problem): void {
    this.#mistakes.push(problem);
  }

  /** @throws {KnownError} if there was any mistake. */
  check(): void {
    if (this.#mistakes.length > 0) throw new KnownError(this.#mistakes);
  }

  #mistake(option: string, text: string, allowed: string): undefined {
    this.#mistakes.push({
      where: option,
      what: `${JSON.stringify(text)} is not allowed.`,
      allowed,
    });
  }
}

// `k1=v1,k2=v2` in an annotation's value, with the position of each key and value in the text. YAML may write it in
// quotes, in a block or over several lines: a position counts only if the text there equals the value.
import { isScalar } from 'yaml';
import type { AttributeRemedy } from '../../check/fix/remedy.ts';
import type { Edit } from '../../check/fix/edit.ts';
import { stringMap } from '../annotations.ts';

interface Span {
  readonly text: string;
  readonly start: number;
}

export interface Pair {
  readonly key: Span;
  readonly value: Span;
}

const endOf = ({ start, text }: Span): number => start + text.length;

/** The part without surrounding spaces. */
const trimmed = (text: string, start: number): Span => {
  const own = text.trim();
  return { text: own, start: start + (own === '' ? 0 : text.indexOf(own)) };
};

/**
 * The pairs of a value; undefined if it contains escapes, a duplicate key, an empty part, or a line break inside a
 * part.
 *
 * @param text - from which the node was parsed.
 */
export function pairsIn(node: unknown, text: string): readonly Pair[] | undefined {
  const body = isScalar(node) && node.anchor === undefined ? bodyOf(node, text) : undefined;
  if (!body || !isScalar(node) || typeof node.value !== 'string') return undefined;
  let at = body.start;
  const pairs: Pair[] = [];
  for (const part of body.text.split(',')) {
    const split = part.indexOf('=');
    if (split < 0) return undefined;
    pairs.push({
      key: trimmed(part.slice(0, split), at),
      value: trimmed(part.slice(split + 1), at + split + 1),
    });
    at += part.length + 1;
  }
  const meant = JSON.stringify([...(stringMap(node.value) ?? [])]);
  return meant === JSON.stringify(pairs.map(({ key, value }) => [key.text, value.text])) ? pairs : undefined;
}

/** The text between the quotes of a scalar, or after a block's header. */
function bodyOf(
  { type, range, tag }: { type?: string; range?: readonly [number, number, number] | null; tag?: string },
  text: string,
): Span | undefined {
  if (!range || tag !== undefined) return undefined;
  const [first, last] = range;
  const isBlock = type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL';
  const isQuoted = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE';
  const start = isBlock ? text.indexOf('\n', first) + 1 : isQuoted ? first + 1 : first;
  const own = text.slice(start, isQuoted ? last - 1 : last);
  return own.includes('\\') || start > last ? undefined : { text: own, start };
}

/** Texts that mean themselves in every quoting style. */
const IS_PLAIN = /^[\w.-]+$/;

/** The edit for a fix, and the pairs afterwards; undefined if it would remove the only pair. */
export function changePair(
  pairs: readonly Pair[],
  index: number,
  remedy: AttributeRemedy,
): { readonly edit: Edit; readonly after: readonly (readonly [string, string])[] } | undefined {
  const pair = pairs[index];
  if (!pair) return undefined;
  const all = pairs.map(({ key, value }) => [key.text, value.text] as const);
  if (remedy.do !== 'remove') {
    const { start, text } = remedy.do === 'rename' ? pair.key : pair.value;
    const after = remedy.do === 'rename' ? [remedy.to, pair.value.text] : [pair.key.text, remedy.to];
    if (!IS_PLAIN.test(remedy.to)) return undefined;
    const [key = '', value = ''] = after;
    return {
      edit: { offset: start, length: text.length, text: remedy.to },
      after: all.with(index, [key, value]),
    };
  }
  const [before, next] = [pairs[index - 1], pairs[index + 1]];
  const start = next ? pair.key.start : before && endOf(before.value);
  const end = next ? next.key.start : endOf(pair.value);
  if (start === undefined) return undefined;
  return { edit: { offset: start, length: end - start, text: '' }, after: all.toSpliced(index, 1) };
}

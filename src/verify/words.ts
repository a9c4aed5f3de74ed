// Formats quantities, and phrases that several judgements share.
import { count } from '../common/numbers.ts';
import type { Ending } from './observations.ts';

/** `850 ms`, `2.0 s`, `61 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${count(seconds)} s`;
}

/** `64 KB`, `1 MB`; exact bytes for other values. */
export function bytes(value: number): string {
  if (value >= 2 ** 20 && value % 2 ** 20 === 0) return `${value / 2 ** 20} MB`;
  if (value >= 2 ** 10 && value % 2 ** 10 === 0) return `${value / 2 ** 10} KB`;
  return `${count(value)} bytes`;
}

/** How a socket ended: `close frame 1001 "server is going away"`, `FIN without a close frame (1006)`. */
export function endingWords({ how, code, reason }: Ending): string {
  switch (how) {
    case 'frame':
      return code === 1005
        ? 'a close frame without a code (1005)'
        : `close frame ${code}${reason === '' ? '' : ` ${JSON.stringify(reason.slice(0, 123))}`}`;
    case 'fin':
      return 'FIN without a close frame (1006)';
    case 'reset':
      return 'RST (1006)';
    case 'silence':
      return 'nothing: a ping showed that nobody is there (half open)';
    case 'garbage':
      return 'cut by this tool: what came is not a valid WebSocket frame';
    case 'flood':
      return 'cut by this tool: the server sent more than it takes';
  }
}

/** The percentile by nearest rank, `share` being 0 to 1; undefined without values. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Counts equal texts, most frequent first: `12 × FIN without a close frame (1006)`. */
export function tally(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([each, number]) => `${count(number)} × ${each}`);
}

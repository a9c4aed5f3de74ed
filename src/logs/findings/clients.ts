// Clients that open WebSockets again and again: monitors at a slow pace, loops at a fast one.
import type { AccessResult, ClientRow } from '../types.ts';

/** Connections of an address. */
const LEAST = 20;
/** Seconds: the longest in the mean. */
const BRIEF = 30;
/** Opened in a minute, in the mean: a probe comes once or twice. */
const LOOP_RATE = 2.5;
/** Standard deviation over mean: the same thing again and again. What many people do behind one address varies. */
const ALIKE = 0.5;
/** Of the connections, within SHORT_SECONDS; and over the share among everybody else. */
const SHORT_SHARE = 0.5;
const SHORT_TIMES = 1.5;

/** Mean of a client's durations in seconds, and how they vary: standard deviation over mean. */
export function durationsOf({ connections, tenths, squares }: ClientRow): {
  mean: number;
  variation: number;
} {
  const mean = tenths / connections;
  const variance = Math.max(0, squares / connections - mean * mean);
  return { mean: mean / 10, variation: mean === 0 ? 0 : Math.sqrt(variance) / mean };
}

/** Connections that a client opened in a minute, in the mean; 0 when it is not known. */
export function rateOf({ connections, firstOpened, lastClosed }: ClientRow): number {
  if (firstOpened === undefined) return 0;
  return connections / Math.max(1, (lastClosed - firstOpened) / 60e6);
}

const isBrief = (row: ClientRow): boolean => {
  const { mean, variation } = durationsOf(row);
  return (
    row.connections >= LEAST && mean < BRIEF && (row.short >= row.connections * 0.9 || variation < ALIKE)
  );
};

/** Addresses that open brief connections, all alike, at the pace of a probe. */
export const monitorsOf = ({ clients }: AccessResult): ClientRow[] =>
  clients.rows.filter((row) => isBrief(row) && rateOf(row) < LOOP_RATE);

/** Addresses whose connections end soon and are opened again at once. */
export function loopsOf({ clients, total }: AccessResult): ClientRow[] {
  return clients.rows
    .filter((row) => {
      const { connections, short } = row;
      const { mean, variation } = durationsOf(row);
      const others = Math.max(1, total.connections - connections);
      const usual = (total.short - short) / others;
      const isShort = short >= connections * SHORT_SHARE && short / connections >= usual * SHORT_TIMES;
      return (
        connections >= LEAST && mean < BRIEF && rateOf(row) >= LOOP_RATE && (isShort || variation < ALIKE)
      );
    })
    .toSorted((left, right) => right.connections - left.connections || (left.client < right.client ? -1 : 1));
}

// Clients that open WebSockets repeatedly: monitors slowly, reconnect loops fast.
import type { AccessResult, ClientRow } from '../types.ts';

/** Minimum connections from an address. */
const LEAST = 20;
/** Maximum mean duration, in seconds. */
const BRIEF = 30;
/** Mean number opened per minute: a probe opens one or two. */
const LOOP_RATE = 2.5;
/** Maximum standard deviation over mean for repetitive behaviour. Many people behind one address vary more. */
const ALIKE = 0.5;
/** Minimum share of connections within SHORT_SECONDS, and its minimum multiple of everyone else's share. */
const SHORT_SHARE = 0.5;
const SHORT_TIMES = 1.5;

/** The mean of a client's durations in seconds, and their standard deviation over mean. */
export function durationsOf({ connections, tenths, squares }: ClientRow): {
  mean: number;
  variation: number;
} {
  const mean = tenths / connections;
  const variance = Math.max(0, squares / connections - mean * mean);
  return { mean: mean / 10, variation: mean === 0 ? 0 : Math.sqrt(variance) / mean };
}

/** Mean number of connections that a client opened per minute; 0 if not known. */
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

/** Addresses that open brief, similar connections at the rate of a probe. */
export const monitorsOf = ({ clients }: AccessResult): ClientRow[] =>
  clients.rows.filter((row) => isBrief(row) && rateOf(row) < LOOP_RATE);

/** Addresses whose connections end soon and are reopened at once. */
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

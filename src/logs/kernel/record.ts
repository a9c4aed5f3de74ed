// What a line adds to the tables, and the memory for a batch of such records.

import { FOLD_ROOM } from './route.ts';

/** A WebSocket that closed, or a request. */
@unmanaged
export class Record {
  isSocket: bool;
  isShort: bool;
  /** A request that was refused: a status of 400 or more. */
  isRefused: bool;
  /** A request that may be an upgrade that failed. */
  isFailed: bool;
  /** See layout.ts. */
  transport: i32;
  /** Column of its duration; -1 if unknown. */
  octave: i32;
  /** Tenths of a second, at most TENTHS_CAP; -1 if unknown. */
  tenths: f64;
  /** For requests: how long it took; -1 if irrelevant. */
  seconds: i32;
  /** Microseconds since 1970; `opened` is -1 if unknown. For requests, `closed` is when it was answered. */
  closed: f64;
  opened: f64;
  received: f64;
  sent: f64;
  /** Minutes since 1970. */
  closedMinute: i32;
  openedMinute: i32;
  /** The number in the key of CLOSED, or of REQUESTS and FAILED. */
  tag: u32;
  /** Identifies a failure's row in the tables about failures. */
  failedId: u64;
  clientStart: usize;
  clientEnd: usize;
  targetStart: usize;
  targetEnd: usize;
  groupStart: usize;
  groupEnd: usize;
  cipherStart: usize;
  cipherEnd: usize;
  routeStart: usize;
  routeEnd: usize;
  agentStart: usize;
  agentEnd: usize;
  loadBalancerStart: usize;
  loadBalancerEnd: usize;
  nodeStart: usize;
  nodeEnd: usize;
  reasonStart: usize;
  reasonEnd: usize;
  /** Hashes of these words, as far as they are needed: see noteHashes. */
  clientHash: u64;
  targetHash: u64;
  groupHash: u64;
  routeHash: u64;
  agentHash: u64;
  nodeHash: u64;
}

export const CAPACITY = 64;
export const RECORD_BYTES = 512;
export const recordsAt: usize = memory.data(CAPACITY * RECORD_BYTES);

export function record(index: i32): Record {
  return changetype<Record>(recordsAt + index * RECORD_BYTES);
}

const foldRoomAt: usize = memory.data(CAPACITY * FOLD_ROOM + 64);

/** The memory in which a record's route may be folded. */
export function foldRoomOf(each: Record): usize {
  return foldRoomAt + ((changetype<usize>(each) - recordsAt) / RECORD_BYTES) * FOLD_ROOM;
}

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

export const CAPACITY = 128;
/** The size of a record, in whole words. */
const RECORD_BYTES: i32 = (<i32>offsetof<Record>() + 7) & ~7;
export const recordsAt: usize = memory.data(CAPACITY * RECORD_BYTES);

export function record(index: i32): Record {
  return changetype<Record>(recordsAt + index * RECORD_BYTES);
}

/** Some of the records of a batch, in the order of the lines. */
@unmanaged
export class Selection {
  size: i32;
}

/** Indexes of the records follow the size. */
const SELECTION_BYTES = 4 + CAPACITY + 1;

/** The WebSockets of a batch. */
export const sockets = changetype<Selection>(memory.data(SELECTION_BYTES));
/** The requests that may be failed upgrades. */
export const failures = changetype<Selection>(memory.data(SELECTION_BYTES));
/** The other requests. */
export const others = changetype<Selection>(memory.data(SELECTION_BYTES));
/** Records that count for their client. */
export const asking = changetype<Selection>(memory.data(SELECTION_BYTES));

/** Adds a record, or not, without a branch, which the processor could not predict. */
export function selectIf(condition: bool, selection: Selection, index: i32): void {
  store<u8>(changetype<usize>(selection) + selection.size, <u8>index, 4);
  selection.size += <i32>condition;
}

export function selected(selection: Selection, index: i32): Record {
  return record(load<u8>(changetype<usize>(selection) + index, 4));
}

const foldRoomAt: usize = memory.data(CAPACITY * FOLD_ROOM + 64);

/** The memory in which a record's route may be folded. */
export function foldRoomOf(each: Record): usize {
  return foldRoomAt + ((changetype<usize>(each) - recordsAt) / RECORD_BYTES) * FOLD_ROOM;
}

// A ring buffer in shared memory: the main thread writes what comes from S3; a scanning thread reads it, blocking as it
// would on a file, without promises.

/** In bytes; must be a power of two. */
const SIZE = 1_048_576;
/** Maximum length of a failure message, in bytes. */
const WORDS = 1024;

// Indexes into the control array.
/** Change counter that readers wait on. */
const CHANGES = 0;
/** Bytes written and read so far, modulo 2^32. */
const WRITTEN = 1;
const READ = 2;
/** State of the object: MORE, ENDED or FAILED. */
const STATE = 3;
/** Number of the opening that the ring's contents belong to. */
const OPENING = 4;
/** 1: the writer is waiting for room. */
const WAITS = 5;
/** Length of the failure message, in bytes. */
const WORDS_LENGTH = 6;

const [MORE, ENDED, FAILED] = [0, 1, 2];

/** Shared between two threads. */
export interface Ring {
  readonly control: Int32Array;
  readonly bytes: Uint8Array;
  readonly words: Uint8Array;
}

export const newRing = (): Ring => ({
  control: new Int32Array(new SharedArrayBuffer(4 * 8)),
  bytes: new Uint8Array(new SharedArrayBuffer(SIZE)),
  words: new Uint8Array(new SharedArrayBuffer(WORDS)),
});

/** Wakes the reader to check again. */
export function wakeReader({ control }: Ring): void {
  Atomics.add(control, CHANGES, 1);
  Atomics.notify(control, CHANGES);
}

/** For the writer: empties the ring for an object that the reader has opened. */
export function beginObject(ring: Ring, opening: number): void {
  const { control } = ring;
  for (const [place, value] of [
    [WRITTEN, 0],
    [READ, 0],
    [STATE, MORE],
    [WAITS, 0],
    [OPENING, opening],
  ] as const)
    Atomics.store(control, place, value);
  wakeReader(ring);
}

/** For the writer: writes as much of a piece as fits, and returns the number of bytes. If 0, see {@link awaitRoom}. */
export function writePiece(ring: Ring, piece: Uint8Array): number {
  const { control, bytes } = ring;
  const written = Atomics.load(control, WRITTEN);
  const room = SIZE - used(written, Atomics.load(control, READ));
  const at = written & (SIZE - 1);
  const length = Math.min(room, piece.length, SIZE - at);
  if (length === 0) return 0;
  bytes.set(piece.subarray(0, length), at);
  Atomics.store(control, WRITTEN, (written + length) | 0);
  wakeReader(ring);
  return length;
}

/** For the writer: asks the reader for a message when there is room. False: there already is. */
export function awaitRoom({ control }: Ring): boolean {
  Atomics.store(control, WAITS, 1);
  const isFull = used(Atomics.load(control, WRITTEN), Atomics.load(control, READ)) === SIZE;
  if (!isFull) Atomics.store(control, WAITS, 0);
  return isFull;
}

/** For the writer: marks the end of the object, or that reading it failed. */
export function endObject(ring: Ring, failure?: string): void {
  const { control, words } = ring;
  if (failure !== undefined) {
    const { written } = new TextEncoder().encodeInto(failure, words);
    Atomics.store(control, WORDS_LENGTH, written);
  }
  Atomics.store(control, STATE, failure === undefined ? ENDED : FAILED);
  wakeReader(ring);
}

/** For the reader: waits until the writer has begun the object. False if the scan was stopped. */
export function awaitObject({ control }: Ring, opening: number, isStopped: () => boolean): boolean {
  for (;;) {
    const changes = Atomics.load(control, CHANGES);
    if (isStopped()) return false;
    if (Atomics.load(control, OPENING) === opening) return true;
    Atomics.wait(control, CHANGES, changes);
  }
}

/** The object cannot be read, for the reason in the message. */
class ObjectUnreadable extends Error {
  readonly code = 'ERR_OBJECT_UNREADABLE';
  override readonly name = 'ObjectUnreadable';
}

/**
 * For the reader: takes bytes, waiting if there are none yet.
 *
 * @param onRoom called when the writer is waiting for room and there is some again.
 * @returns the number of bytes; 0 at the end, and when the scan was stopped.
 * @throws {ObjectUnreadable}
 */
export function readPiece(
  { control, bytes, words }: Ring,
  into: Uint8Array,
  isStopped: () => boolean,
  onRoom: () => void,
): number {
  for (;;) {
    const changes = Atomics.load(control, CHANGES);
    if (isStopped()) return 0;
    // Read before WRITTEN, which no longer changes once the state is final.
    const state = Atomics.load(control, STATE);
    const read = Atomics.load(control, READ);
    const there = used(Atomics.load(control, WRITTEN), read);
    const at = read & (SIZE - 1);
    const length = Math.min(there, into.length, SIZE - at);
    if (length > 0) {
      into.set(bytes.subarray(at, at + length));
      Atomics.store(control, READ, (read + length) | 0);
      // Only a half-empty ring is worth a message.
      if (there - length <= SIZE / 2 && Atomics.exchange(control, WAITS, 0) === 1) onRoom();
      return length;
    }
    if (state === ENDED) return 0;
    if (state === FAILED)
      throw new ObjectUnreadable(
        new TextDecoder().decode(words.slice(0, Atomics.load(control, WORDS_LENGTH))),
      );
    Atomics.wait(control, CHANGES, changes);
  }
}

const used = (written: number, read: number): number => (written - read) >>> 0;

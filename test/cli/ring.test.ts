import { expect, it } from 'vitest';
import {
  awaitObject,
  awaitRoom,
  beginObject,
  endObject,
  newRing,
  readPiece,
  writePiece,
} from '../../src/cli/logs/ring.ts';

const never = () => false;
const SIZE = 1_048_576;

it('hands on bytes in order, round and round', () => {
  const ring = newRing();
  beginObject(ring, 1);
  expect(awaitObject(ring, 1, never)).toBe(true);
  const into = Buffer.alloc(70_001);
  let [written, read] = [0, 0];
  // Pieces of a size that divides neither the ring nor the buffer.
  for (let round = 0; round < 60; round++) {
    const piece = Uint8Array.from({ length: 60_007 }, (_, index) => (written + index) % 251);
    for (let at = 0; at < piece.length;) at += writePiece(ring, piece.subarray(at));
    written += piece.length;
    while (read < written) {
      const length = readPiece(ring, into, never, () => undefined);
      for (let index = 0; index < length; index += 997) expect(into[index]).toBe((read + index) % 251);
      read += length;
    }
  }
  endObject(ring);
  expect(readPiece(ring, into, never, () => undefined)).toBe(0);
});

it('a full ring takes no more, and its reader says when it does again', () => {
  const ring = newRing();
  beginObject(ring, 1);
  expect(writePiece(ring, new Uint8Array(SIZE + 5))).toBe(SIZE);
  expect(writePiece(ring, new Uint8Array(5))).toBe(0);
  expect(awaitRoom(ring)).toBe(true);
  let said = 0;
  const into = Buffer.alloc(SIZE / 4);
  for (let quarter = 1; quarter <= 4; quarter++) {
    readPiece(ring, into, never, () => said++);
    expect(said).toBe(quarter < 2 ? 0 : 1);
  }
  expect(awaitRoom(ring)).toBe(false);
});

it('what was left of an object is gone when the next begins', () => {
  const ring = newRing();
  beginObject(ring, 1);
  writePiece(ring, Buffer.from('old'));
  beginObject(ring, 2);
  writePiece(ring, Buffer.from('new'));
  endObject(ring);
  const into = Buffer.alloc(10);
  expect(
    into.toString(
      'utf8',
      0,
      readPiece(ring, into, never, () => undefined),
    ),
  ).toBe('new');
});

it('a failure comes after the bytes before it, in its words', () => {
  const ring = newRing();
  beginObject(ring, 1);
  writePiece(ring, Buffer.from('half'));
  endObject(ring, 'Access Denied \u2013 ünicode');
  const into = Buffer.alloc(10);
  expect(readPiece(ring, into, never, () => undefined)).toBe(4);
  expect(() => readPiece(ring, into, never, () => undefined)).toThrow('Access Denied \u2013 ünicode');
});

it('a reader that is to stop waits for nothing', () => {
  const ring = newRing();
  expect(awaitObject(ring, 1, () => true)).toBe(false);
  expect(
    readPiece(
      ring,
      Buffer.alloc(1),
      () => true,
      () => undefined,
    ),
  ).toBe(0);
});

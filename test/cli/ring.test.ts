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

it('passes on bytes in order, wrapping around', () => {
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

it('takes no more when full, and its reader signals when there is room', () => {
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

it('drops what is left of an object when the next one begins', () => {
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

it('delivers a failure after the bytes before it, with its message', () => {
  const ring = newRing();
  beginObject(ring, 1);
  writePiece(ring, Buffer.from('half'));
  endObject(ring, 'Access Denied \u2013 ünicode');
  const into = Buffer.alloc(10);
  expect(readPiece(ring, into, never, () => undefined)).toBe(4);
  expect(() => readPiece(ring, into, never, () => undefined)).toThrow('Access Denied \u2013 ünicode');
});

it('does not block a reader that has been stopped', () => {
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

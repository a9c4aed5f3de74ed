// S3 objects in a scanning thread: it announces which one it opens, and reads from a ring what the main thread fetches.
import { awaitObject, readPiece, type Ring } from './ring.ts';
import type { Source } from './source.ts';

/** A message from a scanning thread to its feed. */
export type FeedRequest =
  /** Send the object from its beginning. */
  | { readonly feed: 'open'; readonly path: string; readonly opening: number }
  /** The ring has room again. */
  | { readonly feed: 'room' };

export const isFeedRequest = (message: object): message is FeedRequest => 'feed' in message;

export function objectSources(
  ring: Ring,
  post: (request: FeedRequest) => void,
  isStopped: () => boolean,
): (path: string) => Source {
  let opening = 0;
  return (path) => {
    post({ feed: 'open', path, opening: ++opening });
    const isOpen = awaitObject(ring, opening, isStopped);
    return {
      isPipe: false,
      read: (into, at) =>
        isOpen ? readPiece(ring, into.subarray(at), isStopped, () => post({ feed: 'room' })) : 0,
      close: () => undefined,
    };
  };
}

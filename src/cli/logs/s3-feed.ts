// Feeds a scanning thread with S3 objects: passes the current one through a ring, and requests the next ones ahead, so
// that the thread does not wait for them. Unread data stays in S3: a connection that nobody reads from pauses.
import { ObjectBytes } from '../../aws/s3.ts';
import type { AwsSession } from '../../aws/session.ts';
import { AwsFailed } from '../../aws/failed.ts';
import { isObject, partsOf } from './places.ts';
import { awaitRoom, beginObject, endObject, wakeReader, writePiece, type Ring } from './ring.ts';
import type { FeedRequest } from './s3-source.ts';
import { spent } from './spent-buffers.ts';

/** Objects requested ahead. Most are small, so most of the time goes into the request. */
const AHEAD = 6;

export class Feed {
  readonly ring: Ring;
  readonly #session: AwsSession;
  /** Paths of the unit still to be read, in order. */
  #queue: string[] = [];
  readonly #asked = new Map<string, ObjectBytes>();
  #current: ObjectBytes | undefined;
  #onRoom: () => void = () => undefined;
  /** The first failure. The report shows which objects failed. */
  failure: AwsFailed | undefined;

  constructor(session: AwsSession, ring: Ring) {
    this.#session = session;
    this.ring = ring;
  }

  /** Announces the files of the next unit. */
  expect(paths: readonly string[]): void {
    this.#drop();
    this.#queue = paths.filter(isObject);
    this.#askAhead();
  }

  /** Handles a request from the thread. */
  handle(request: FeedRequest): void {
    if (request.feed === 'room') this.#onRoom();
    else void this.#send(request.path, request.opening);
  }

  /** Stops feeding, because the scan has ended or is to end. */
  stop(): void {
    this.#queue = [];
    this.#drop();
    wakeReader(this.ring);
  }

  async #send(path: string, opening: number): Promise<void> {
    this.#current?.close();
    this.#onRoom();
    const object = this.#asked.get(path) ?? this.#ask(path);
    this.#asked.delete(path);
    this.#current = object;
    this.#queue = this.#queue.filter((one) => one !== path);
    beginObject(this.ring, opening);
    this.#askAhead();
    try {
      for await (const piece of object.read()) {
        for (let at = 0; at < piece.length && this.#current === object;) {
          const length = writePiece(this.ring, at === 0 ? piece : piece.subarray(at));
          at += length;
          if (length === 0 && awaitRoom(this.ring))
            await new Promise<void>((resolve) => (this.#onRoom = resolve));
        }
        if (this.#current !== object) return;
        spent(piece.length);
      }
      if (this.#current === object) endObject(this.ring);
    } catch (error) {
      if (this.#current !== object) return;
      if (error instanceof AwsFailed) this.failure ??= error;
      endObject(this.ring, error instanceof Error ? error.message : String(error));
    } finally {
      object.close();
    }
  }

  #askAhead(): void {
    for (const path of this.#queue.slice(0, AHEAD))
      if (!this.#asked.has(path)) this.#asked.set(path, this.#ask(path));
  }

  #ask(path: string): ObjectBytes {
    const { bucket, key } = partsOf(path);
    return new ObjectBytes(this.#session, bucket, key);
  }

  #drop(): void {
    for (const object of this.#asked.values()) object.close();
    this.#asked.clear();
    this.#current?.close();
    this.#current = undefined;
    this.#onRoom();
  }
}

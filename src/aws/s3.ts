// S3 objects: lists those below a prefix, and reads their bytes.
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsCall } from '../common/aws-call.ts';
import { AwsFailed } from './failed.ts';
import type { AwsSession } from './session.ts';

export interface S3Object {
  readonly key: string;
  readonly size: number;
  /** ISO 8601. */
  readonly modified: string;
  /** `STANDARD`, `GLACIER` and so on. */
  readonly storageClass: string;
}

/** Names of the folders directly below a prefix: `2026/`. */
export async function foldersIn(session: AwsSession, bucket: string, prefix: string): Promise<string[]> {
  const { CommonPrefixes = [] } = await session.run(
    awsCall('s3api', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix, Delimiter: '/' }),
  );
  return CommonPrefixes.map(({ Prefix = '' }) => Prefix.slice(prefix.length));
}

/** All objects below a prefix in key order, one page at a time; folder placeholders are left out. */
export async function* objectsBelow(
  session: AwsSession,
  bucket: string,
  prefix: string,
): AsyncGenerator<S3Object[]> {
  const pages = session.pages(awsCall('s3api', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix }));
  for await (const { Contents = [] } of pages)
    yield Contents.flatMap(({ Key, Size = 0, LastModified = '', StorageClass = 'STANDARD' }) =>
      Key === undefined || Key.endsWith('/')
        ? []
        : [{ key: Key, size: Size, modified: LastModified, storageClass: StorageClass }],
    );
}

/** Maximum number of attempts for an object whose download breaks off. */
const MOST_ATTEMPTS = 4;
const PAUSE_MS = 200;
/** A connection without a byte for this long is given up. */
const STALLED_MS = 30_000;

/** The bytes of an object: requested immediately, read later. */
export class ObjectBytes {
  readonly #session: AwsSession;
  readonly #place: { readonly Bucket: string; readonly Key: string };
  readonly #controller = new AbortController();
  #first: Promise<Answer> | undefined;

  constructor(session: AwsSession, bucket: string, key: string) {
    this.#session = session;
    this.#place = { Bucket: bucket, Key: key };
    this.#first = this.#ask(0, undefined);
    // Readers get the error; without a reader it must not become an unhandled rejection.
    this.#first.catch(() => undefined);
  }

  /**
   * The bytes that have not been read yet, in chunks; a broken connection is reopened where it broke.
   *
   * @throws {AwsFailed} if S3 refuses, or the bytes do not arrive.
   */
  async *read(): AsyncGenerator<Uint8Array> {
    let offset = 0;
    let etag: string | undefined;
    for (let attempt = 1; ; attempt++) {
      const before = offset;
      try {
        const answer: Answer = await (this.#first ?? this.#ask(offset, etag));
        this.#first = undefined;
        etag ??= answer.etag;
        for await (const piece of untilStalled(answer.body)) {
          offset += piece.length;
          yield piece;
        }
        return;
      } catch (error) {
        // The SDK has already retried errors that S3 itself reports.
        if (error instanceof AwsFailed || this.#controller.signal.aborted) throw error;
        if (offset > before) attempt = 1;
        if (attempt >= MOST_ATTEMPTS) throw broken(error);
        this.#first = undefined;
        await sleep(PAUSE_MS * attempt);
      }
    }
  }

  /** Call it when no more bytes are needed. */
  close(): void {
    this.#controller.abort();
  }

  async #ask(offset: number, etag: string | undefined): Promise<Answer> {
    const more = offset === 0 ? {} : { Range: `bytes=${offset}-`, ...(etag && { IfMatch: etag }) };
    const call = awsCall('s3api', 'GetObject', { ...this.#place, ...more });
    const output = await this.#session.raw(call, this.#controller.signal);
    const { Body, ETag } = output as { readonly Body: Readable; readonly ETag?: string };
    // A connection may break before anybody reads it.
    Body.on('error', () => undefined);
    return { body: Body, etag: ETag };
  }
}

interface Answer {
  readonly body: Readable;
  readonly etag: string | undefined;
}

const broken = (cause: unknown): AwsFailed =>
  new AwsFailed(
    { kind: 'unreachable', code: undefined, message: 'the connection was lost several times' },
    undefined,
    cause,
  );

async function* untilStalled(body: Readable): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const timer = setTimeout(() => body.destroy(new Error('no byte came')), STALLED_MS);
      const next = await pieces.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

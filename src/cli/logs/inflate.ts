// Gunzips piece by piece. Node's streams hand each piece to another thread and allocate its output; inflating
// synchronously into one reused buffer takes half the time. That interface is internal to Node (npm's minizlib uses it
// too), so it is tested first, and the public stream is used where it is missing.
import { createGunzip, gzipSync } from 'node:zlib';

/** The result of inflating a piece of input. */
export type Inflated =
  | { readonly outcome: 'more' }
  /** The last member ended and zero bytes follow. `taken`: bytes of the piece that were consumed. */
  | { readonly outcome: 'ended'; readonly taken: number }
  /** It cannot be inflated. Text from this piece may be lost. */
  | { readonly outcome: 'failed'; readonly reason: string };

export interface Inflater {
  /** The buffer passed to `onText` is overwritten afterwards. */
  write(input: Buffer, onText: (text: Buffer) => void): Inflated | Promise<Inflated>;
  /** Whether the input may end here. */
  finish(): boolean | Promise<boolean>;
  close(): void;
}

/** Internals of zlib's streams in Node 20 to 24. */
interface Internals {
  _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputLength: number,
      output: Uint8Array,
      outputAt: number,
      outputLength: number,
    ): void;
  };
  /** Bytes free in the output, bytes left in the input. */
  _writeState: Uint32Array;
}

const NO_FLUSH = 0;
const FINISH = 4;

function directInflater(output: Buffer): Inflater {
  const stream = createGunzip({ chunkSize: 64 });
  const { _handle: handle, _writeState: state } = stream as unknown as Internals;
  let failure: string | undefined;
  Object.assign(handle, {
    onerror: (message: string) => {
      failure = message;
    },
  });
  const inflate = (flush: number, input: Buffer, at: number): void =>
    handle.writeSync(flush, input, at, input.length - at, output, 0, output.length);
  return {
    write(input, onText) {
      for (let at = 0; ;) {
        inflate(NO_FLUSH, input, at);
        if (failure !== undefined) return { outcome: 'failed', reason: failure };
        const [room = 0, left = 0] = state;
        at = input.length - left;
        if (room < output.length) onText(output.subarray(0, output.length - room));
        if (room > 0) return left > 0 ? { outcome: 'ended', taken: at } : { outcome: 'more' };
      }
    },
    finish() {
      inflate(FINISH, Buffer.alloc(0), 0);
      return failure === undefined;
    },
    close: () => stream.close(),
  };
}

function streamInflater(chunkSize: number): Inflater {
  const stream = createGunzip({ chunkSize });
  let take: (text: Buffer) => void = () => undefined;
  let settle: (result: 'written' | 'ended' | Error) => void = () => undefined;
  let ended: 'ended' | Error | undefined;
  const end = (how: 'ended' | Error): void => {
    ended ??= how;
    settle(ended);
  };
  stream.on('data', (text: Buffer) => take(text));
  stream.on('end', () => end('ended'));
  stream.on('error', end);
  const settled = (start: () => void): Promise<'written' | 'ended' | Error> =>
    new Promise((resolve) => {
      settle = resolve;
      if (ended) resolve(ended);
      else start();
    });
  return {
    async write(input, onText) {
      take = onText;
      const before = stream.bytesWritten;
      const result = await settled(() => stream.write(input, (error) => error ?? settle('written')));
      if (result instanceof Error) return { outcome: 'failed', reason: result.message };
      return result === 'written'
        ? { outcome: 'more' }
        : { outcome: 'ended', taken: stream.bytesWritten - before };
    },
    async finish() {
      return !((await settled(() => stream.end())) instanceof Error);
    },
    close: () => void stream.destroy(),
  };
}

/** Whether the internals exist and work as expected. */
export function canInflateDirectly(): boolean {
  try {
    let text = '';
    const inflater = directInflater(Buffer.alloc(64));
    const wanted = 'inflated at once';
    const result = inflater.write(gzipSync(wanted), (chunk) => {
      text += chunk.toString();
    });
    const isFinished = inflater.finish();
    inflater.close();
    return 'outcome' in result && result.outcome === 'more' && isFinished === true && text === wanted;
  } catch {
    return false;
  }
}

let isDirect: boolean | undefined;

/** @param output buffer for the text. @param how `stream`: use only the public interface. */
export function newInflater(output: Buffer, how: 'best' | 'stream'): Inflater {
  isDirect ??= canInflateDirectly();
  return how === 'best' && isDirect ? directInflater(output) : streamInflater(output.length);
}

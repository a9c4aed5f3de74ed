// Signals that end the program, for a command that still has something to say or to remove.
import { ENDING_SIGNALS, SIGNAL_NUMBERS } from '../../aws/cli.ts';

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 128 + n once signal n came; undefined before. */
  readonly exitCode: () => number | undefined;
  /** From here on a signal ends the program again. */
  readonly end: () => void;
}

export function listenForSignals(): Interruption {
  const controller = new AbortController();
  let received: number | undefined;
  const listeners = ENDING_SIGNALS.map((name) => {
    const listener = () => {
      received ??= 128 + SIGNAL_NUMBERS[name];
      controller.abort(new Error(name));
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    exitCode: () => received,
    end: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}

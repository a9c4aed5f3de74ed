// Catches ending signals for a command that still has something to report or to clean up.
import { ENDING_SIGNALS, SIGNAL_NUMBERS } from '../../aws/cli.ts';

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 128 + n after signal n; undefined before. */
  readonly exitCode: () => number | undefined;
  /** Stops listening: from here on a signal ends the program again. */
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

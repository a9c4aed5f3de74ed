// What is undone when a signal ends the program. SIGKILL cannot be caught.
import { constants } from 'node:os';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
type EndingSignal = (typeof SIGNALS)[number];

const pending = new Set<() => void>();
let isListening = false;

/**
 * Runs `undo` when a signal ends the program before the returned function is called. From here until then a signal waits
 * for code that runs without a pause, so that it never leaves a file half-written; a handler of somebody else decides when
 * the program ends, if there is one.
 */
export function undoOnSignal(undo: () => void): () => void {
  pending.add(undo);
  listen(true);
  return () => {
    pending.delete(undo);
    // A signal that came meanwhile is handled first, rather than lost with the handler.
    setImmediate(() => listen(pending.size > 0));
  };
}

function listen(wanted: boolean): void {
  if (wanted === isListening) return;
  isListening = wanted;
  for (const signal of SIGNALS)
    if (wanted) process.on(signal, end);
    else process.off(signal, end);
}

function end(signal: NodeJS.Signals): void {
  for (const undo of pending) undo();
  if (process.listenerCount(signal) > 1) return;
  process.exit(128 + constants.signals[signal as EndingSignal]);
}

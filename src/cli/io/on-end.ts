// Undoes things when a signal ends the program. SIGKILL cannot be caught.
import { constants } from 'node:os';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
type EndingSignal = (typeof SIGNALS)[number];

const pending = new Set<() => void>();
let isListening = false;

/**
 * Runs `undo` if a signal ends the program before the returned function is called. Until then, signals wait for
 * synchronous code to finish, so none leaves a file half-written. If anyone else handles the signal, that handler
 * decides when the program ends.
 */
export function undoOnSignal(undo: () => void): () => void {
  pending.add(undo);
  listen(true);
  return () => {
    pending.delete(undo);
    // Handle a pending signal first, instead of losing it with the handler.
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

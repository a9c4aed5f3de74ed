// Waiting that Ctrl-C interrupts, and rate limiting.
import { setTimeout as delay } from 'node:timers/promises';

/** Waits; returns early when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}

/** Grants turns `1 / perSecond` seconds apart, in the order of the calls. */
export function turns(perSecond: number, signal: AbortSignal): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, next);
    next = at + 1000 / perSecond;
    if (at > now) await pause(at - now, signal);
  };
}

/** The value, or `otherwise` if it takes longer than `ms`. */
export async function within<T>(ms: number, value: Promise<T>, otherwise: T): Promise<T> {
  const stop = new AbortController();
  const late = delay(ms, otherwise, { signal: stop.signal }).catch(() => otherwise);
  try {
    return await Promise.race([value, late]);
  } finally {
    stop.abort();
  }
}

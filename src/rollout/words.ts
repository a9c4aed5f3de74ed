// Formats figures about deployments.
import { count } from '../common/numbers.ts';
import type { Outcome, RolloutEvent } from './types.ts';

export const EVENT_WORDS: Readonly<Record<RolloutEvent, string>> = {
  rolling: 'rolling',
  'blue-green': 'blue/green',
  canary: 'canary',
  linear: 'linear',
  'task-lost': 'one task lost',
  'zone-lost': 'one zone lost',
};

/** `84 s`, `20 min`, `3.2 h`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
  if (seconds < 7200) return `${Number((seconds / 60).toFixed(seconds < 600 ? 1 : 0))} min`;
  return `${Number((seconds / 3600).toFixed(1))} h`;
}

/** Sockets or sockets per second as integers; a small positive value is `<1`, not 0. */
export const figure = (value: number): string => (value > 0 && value < 0.5 ? '<1' : count(value));

/** One outcome in a sentence, for places without room for a table. */
export const outcomeWords = ({
  cut,
  cutAtOnce,
  goingAway,
  peakReconnects,
  peakAtMost,
  accepts,
  seconds,
}: Outcome): string =>
  [
    cut < 0.5
      ? 'no socket is cut'
      : cut - cutAtOnce < 0.5
        ? `${figure(cut)} are cut at once, without a close frame`
        : `${figure(cut)} are cut without a close frame, up to ${figure(cutAtOnce)} at once`,
    `${figure(goingAway)} are closed with 1001`,
    `about ${figure(peakReconnects)} reconnect in the busiest second, hardly ever more than ${count(peakAtMost)} (the tasks take about ${figure(accepts)})`,
    `the last one has moved after ${duration(seconds)}`,
  ].join('; ');

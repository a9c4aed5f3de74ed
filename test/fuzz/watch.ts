import { expect } from 'vitest';

/** CPU time that no input of a few hundred lines may exceed. A bound against hanging, not a measurement. */
const PATIENCE_SECONDS = 5;

/** Runs one case and fails when it hangs. */
export function watched<T>(run: () => T): T {
  const start = process.cpuUsage();
  const result = run();
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(PATIENCE_SECONDS);
  return result;
}

/** What no text for users may contain. */
export const expectReadable = (text: string): void =>
  expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\bInfinity\b|\[object /);

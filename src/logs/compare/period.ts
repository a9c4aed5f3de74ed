// The data of a period that is compared with another.
import type { Attempts } from '../attempts.ts';
import type { AccessResult } from '../types.ts';

export interface Period {
  /** Closed connections and failures in each whole minute. */
  readonly closedBy: readonly number[];
  readonly failedBy: readonly number[];
  readonly connections: number;
  readonly failed: number;
  readonly byStatus: ReadonlyMap<string, number>;
  /** Connections with a known duration, those that ended within 5 s, and all of them by histogram cell. */
  readonly known: number;
  readonly young: number;
  readonly durations: Float64Array;
  readonly targets: ReadonlyMap<string, { readonly connections: number; readonly short: number }>;
}

const MINUTE = 60e6;

/** @param span first and last time of the lines counted, in microseconds. */
export function periodOf(
  access: AccessResult,
  attempts: Attempts,
  span: { readonly firstTime: number | undefined; readonly lastTime: number | undefined },
): Period {
  const closed = new Map(
    Array.from(access.minutes.minute, (minute, at) => [minute, access.minutes.closed[at] ?? 0]),
  );
  // The first and the last minute are incomplete.
  const from = Math.floor((span.firstTime ?? 0) / MINUTE) + 1;
  const to = Math.floor((span.lastTime ?? 0) / MINUTE);
  const minutes = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  const byStatus = new Map<string, number>();
  for (const { status, count } of attempts.failures)
    byStatus.set(status, (byStatus.get(status) ?? 0) + count);
  const targets = new Map<string, { connections: number; short: number }>();
  for (const { target, connections, short } of access.targets.rows) {
    const held = targets.get(target) ?? { connections: 0, short: 0 };
    targets.set(target, { connections: held.connections + connections, short: held.short + short });
  }
  return {
    closedBy: minutes.map((minute) => closed.get(minute) ?? 0),
    failedBy: minutes.map((minute) => attempts.byMinute.get(minute) ?? 0),
    connections: access.total.connections,
    failed: attempts.failed,
    byStatus,
    known: access.durations.count,
    young: access.total.short,
    durations: access.durations.cells,
    targets,
  };
}

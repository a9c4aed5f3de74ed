// Simulates sockets one by one through a plan: for batches, which have no closed form, and to see how much single runs
// differ.
import type { Draws } from './draws.ts';
import { drainBegins } from './drain.ts';
import { afterClose } from './endings.ts';
import { lifeModel } from './life.ts';
import type { LifeModel } from './survival.ts';
import type { Plan, RolloutSettings, Workload } from './types.ts';

export interface SimulationOptions {
  readonly draws: Draws;
  /** Number of sockets to simulate; the counts are scaled to the workload. */
  readonly follow: number;
  /** Draws the start of the drain per socket instead of per task, for averages. */
  readonly independent: boolean;
}

export interface Simulated {
  /** Sockets that end without a close frame when each batch's delay ends, in the order of the plan. */
  readonly cut: readonly number[];
  readonly goingAway: number;
  /** Sockets that reconnect in each second from time 0. */
  readonly reconnects: Float64Array;
  readonly open: OpenOnOld;
}

/** Sockets open on old tasks at the start of each second, as long as no task closes or loses any. */
export interface OpenOnOld {
  /** On tasks that have not left, from time 0. */
  readonly staying: Float64Array;
  /** On each batch, from when it leaves until its delay ends. */
  readonly leaving: readonly Float64Array[];
}

/** More than the longest ECS deployment, 30 days. */
const MOST_SECONDS = 3_000_000;

/** @throws {RangeError} when the plan takes more than 30 days */
export function simulate(
  { sockets, life }: Workload,
  settings: RolloutSettings,
  plan: Plan,
  { draws, follow, independent }: SimulationOptions,
): Simulated {
  const model = lifeModel(life, settings.maxSocketAge);
  const { leaving, routing, delay, drain } = plan;
  const lastLeaving = leaving.at(-1)?.at ?? 0;
  const lastRouting = routing.at(-1)?.at ?? 0;
  const seconds = Math.ceil(Math.max(lastLeaving + delay, lastRouting) + Math.max(1, settings.jitter)) + 2;
  if (seconds > MOST_SECONDS) throw new RangeError('it takes more than 30 days');
  const cut = leaving.map(() => 0);
  const reconnects = new Float64Array(seconds);
  const changes: OpenOnOld = {
    staying: new Float64Array(seconds),
    leaving: leaving.map(() => new Float64Array(Math.ceil(delay) + 2)),
  };
  let goingAway = 0;
  const begins = leaving.map(({ tasks }) =>
    drain && !independent
      ? Array.from({ length: tasks }, () => drainBegins(drain, draws.next(), draws.next()))
      : [],
  );

  /** Follows one socket until it is on tasks that stay, or its client leaves. */
  const fate = (start: number, opened: number, left: number): void => {
    let [batch, at, ends] = [start, opened, opened + left];
    for (let moved = 0; batch < leaving.length && moved <= leaving.length; moved++) {
      const leaves = leaving[batch]?.at ?? 0;
      const cutAt = leaves + delay;
      change(changes.staying, at, Math.min(ends, leaves));
      change(changes.leaving[batch], 0, ends - leaves);
      const closedAt = drain ? leaves + beginOf(batch) + drain.spread * draws.next() : Infinity;
      if (ends <= Math.min(cutAt, closedAt)) return;
      if (closedAt < cutAt) goingAway++;
      else add(cut, batch);
      const wait = closedAt < cutAt ? afterClose(settings) : settings.jitter;
      const wished = Math.min(cutAt, closedAt) + wait * draws.next();
      [batch, at] = target(routing, wished, draws.next());
      add(reconnects, Math.floor(at));
      ends = at + model.life(draws.next());
    }
  };
  const beginOf = (batch: number): number => {
    const tasks = begins[batch] ?? [];
    if (tasks.length === 0) return drain ? drainBegins(drain, draws.next(), draws.next()) : 0;
    return tasks[Math.floor(draws.next() * tasks.length)] ?? 0;
  };

  followOpen(plan, model, follow, draws, fate);
  const arriving = draws.arrivals((follow / model.mean) * lastLeaving);
  for (let index = 0; index < arriving; index++) {
    draws.begin();
    const at = draws.next() * lastLeaving;
    const [batch, opened] = target(routing, at, draws.next());
    if (batch < leaving.length) fate(batch, opened, model.life(draws.next()));
  }

  const scale = sockets / follow;
  return {
    cut: cut.map((count) => count * scale),
    goingAway: goingAway * scale,
    reconnects: reconnects.map((count) => count * scale),
    open: {
      staying: added(changes.staying, scale),
      leaving: changes.leaving.map((each) => added(each, scale)),
    },
  };
}

/** Counts one more at the start of each second between two times, as differences. */
function change(values: Float64Array | undefined, from: number, to: number): void {
  const [first, end] = [Math.ceil(from), Math.ceil(to)];
  if (!values || end <= first) return;
  add(values, first);
  if (end < values.length) values[end] = (values[end] ?? 0) - 1;
}

/** Sums up differences. */
function added(changes: Float64Array, scale: number): Float64Array {
  let sum = 0;
  return changes.map((each) => (sum += each) * scale);
}

/** Follows the sockets that are open at the start on tasks that will leave. */
function followOpen(
  { leaving }: Plan,
  { residual }: LifeModel,
  follow: number,
  draws: Draws,
  fate: (batch: number, at: number, left: number) => void,
): void {
  for (let index = 0; index < follow; index++) {
    draws.begin();
    let place = draws.next();
    const batch = leaving.findIndex(({ share }) => (place -= share) < 0);
    if (batch !== -1) fate(batch, 0, residual(draws.next()));
  }
}

/** Where a new socket opens and when: it waits while no task takes any. */
function target(routing: Plan['routing'], at: number, u: number): [batch: number, opened: number] {
  let index = routing.length - 1;
  while (index > 0 && (routing[index]?.at ?? 0) > at) index--;
  while (index < routing.length - 1 && total(routing[index]?.weights ?? []) === 0) index++;
  const { weights = [], at: since = 0 } = routing[index] ?? {};
  let rest = u * total(weights);
  const batch = weights.findIndex((weight) => (rest -= weight) < 0);
  return [batch === -1 ? weights.length - 1 : batch, Math.max(at, since)];
}

const add = (counts: number[] | Float64Array, index: number): void => {
  counts[index] = (counts[index] ?? 0) + 1;
};

const total = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

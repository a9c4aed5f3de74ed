// What a deployment does to open sockets: the question and the answer. Times are seconds, sockets are numbers of them, which
// are expected values and so need not be whole.

import type { Strategy } from '../alb/ecs-deployments.ts';

/** A deployment, or what happens without one. */
export type RolloutEvent = Strategy | 'task-lost' | 'zone-lost';

/** Sockets by how long they were open: `count` of them between two ages, evenly. */
export interface DurationCell {
  readonly from: number;
  /** Above `from`. */
  readonly to: number;
  readonly count: number;
}

/** How long sockets stay open while nobody takes their server away. */
export type Life =
  | { readonly kind: 'exponential'; readonly mean: number }
  /** As logs have them; cells that do not overlap, in any order. */
  | { readonly kind: 'durations'; readonly cells: readonly DurationCell[] };

export interface Workload {
  /** Open at the same time. */
  readonly sockets: number;
  readonly life: Life;
}

/** A server that closes its sockets with 1001 when its target is draining, as the generated one does. */
export interface Drain {
  /** Between two questions whether it has begun, give or take a quarter. */
  readonly poll: number;
  /** Over which the sockets are closed, evenly. */
  readonly spread: number;
}

/** Steps in which new handshakes move to the new tasks. */
export interface Steps {
  /** Of the handshakes, 0.1–100, that a step moves. */
  readonly percent: number;
  readonly stepSeconds: number;
}

export interface RolloutSettings {
  readonly strategy: Strategy;
  /** From 1. */
  readonly tasks: number;
  /** From 1. */
  readonly zones: number;
  /** target.deregistrationDelay: what is still open at its end is cut by the load balancer. */
  readonly delay: number;
  /** Rolling only: how many tasks run at least and at most, of the usual number. */
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** From the start of a task until it takes sockets. */
  readonly startSeconds: number;
  /** From SIGTERM, after the delay, until the task is gone and the next batch may begin. */
  readonly stopSeconds: number;
  /** Not rolling: both versions run so long after the last shift. */
  readonly bakeSeconds: number;
  readonly canary: Steps;
  readonly linear: Steps;
  /** False for a server that does not hear of its end. */
  readonly drain: Drain | false;
  /** service.maxSocketAge: the server closes a socket at this age, or up to a fifth earlier; 0: never. */
  readonly maxSocketAge: number;
  /**
   * A client whose socket was cut waits a random time up to this before it reconnects; 0: it comes back at once. After 1001 it
   * waits a second at most: the server has spread its closes.
   */
  readonly jitter: number;
  /** Handshakes a second that one task can take. */
  readonly acceptPerTask: number;
}

/** Old tasks that leave together. */
export interface Leaving {
  readonly tasks: number;
  /** Of the sockets that were open at the beginning. */
  readonly share: number;
  /** When the load balancer sends them no more sockets; what is open then stays. */
  readonly at: number;
}

/** Where new sockets go from a time on. */
export interface Routing {
  readonly at: number;
  /** Weights, in the order of the tasks that leave; the last one is that of the tasks that stay. */
  readonly weights: readonly number[];
  /** Tasks that take new sockets. */
  readonly accepting: number;
}

/** Tasks of each kind from a time on. */
export interface TaskCounts {
  readonly at: number;
  /** New ones that do not take sockets yet. */
  readonly starting: number;
  readonly fresh: number;
  /** Those that have not left. */
  readonly old: number;
  /** Old ones that have left, until they are gone. */
  readonly draining: number;
}

export interface Plan {
  readonly event: RolloutEvent;
  /** In the order in which they leave. Time 0 is the first change for sockets. */
  readonly leaving: readonly Leaving[];
  /** By time; the first is at 0. */
  readonly routing: readonly Routing[];
  /** By time; those that start before the first change for sockets do so before 0. */
  readonly tasks: readonly TaskCounts[];
  /** From leaving until what is open is cut. */
  readonly delay: number;
  readonly drain: Drain | false;
}

export interface Outcome {
  readonly event: RolloutEvent;
  /** Sockets that end without a close frame at the worst instant. */
  readonly cutAtOnce: number;
  /** Sockets that end without a close frame, over all. */
  readonly cut: number;
  /** Sockets that the server closes with 1001 because its task goes. */
  readonly goingAway: number;
  /**
   * Of the sockets that were cut or closed, those that are expected to come back in the busiest second, counted from the first
   * change. In one deployment chance makes some second busier than that.
   */
  readonly peakReconnects: number;
  /** In 99 of 100 deployments, or more, no second has more reconnects than this. */
  readonly peakAtMost: number;
  /** Handshakes a second that the tasks can take which are there then. */
  readonly accepts: number;
  /** From the first change until the last socket of the old tasks is open on another one. */
  readonly seconds: number;
  /** How it was found: by a formula, or by following sockets one by one. */
  readonly method: 'closed form' | 'simulation';
}

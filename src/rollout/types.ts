// What a deployment does to open sockets: the question and the answer. Times are in seconds. Numbers of sockets are
// expected values, so they need not be integers.

import type { Strategy } from '../alb/ecs-deployments.ts';

/** A deployment, or a failure. */
export type RolloutEvent = Strategy | 'task-lost' | 'zone-lost';

/** `count` sockets that were open for between `from` and `to`, uniformly distributed. */
export interface DurationCell {
  readonly from: number;
  /** Greater than `from`. */
  readonly to: number;
  readonly count: number;
}

/** How long sockets stay open if their server stays. */
export type Life =
  | { readonly kind: 'exponential'; readonly mean: number }
  /** From logs; cells must not overlap, and may be in any order. */
  | { readonly kind: 'durations'; readonly cells: readonly DurationCell[] };

export interface Workload {
  /** Open at the same time. */
  readonly sockets: number;
  readonly life: Life;
}

/** For a server that closes its sockets with 1001 when its target is draining, like the generated one. */
export interface Drain {
  /** Time between two checks whether the target is draining, give or take a quarter. */
  readonly poll: number;
  /** Time over which the sockets are closed, evenly. */
  readonly spread: number;
}

/** Steps in which new handshakes move to the new tasks. */
export interface Steps {
  /** The share of handshakes that a step moves, 0.1–100. */
  readonly percent: number;
  readonly stepSeconds: number;
}

export interface RolloutSettings {
  readonly strategy: Strategy;
  /** At least 1. */
  readonly tasks: number;
  /** At least 1. */
  readonly zones: number;
  /** target.deregistrationDelay: when it ends, the load balancer cuts what is still open. */
  readonly delay: number;
  /** Rolling only: the minimum and maximum of running tasks, relative to the usual number. */
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** From the start of a task until it takes sockets. */
  readonly startSeconds: number;
  /** From SIGTERM, after the delay, until the task is gone and the next batch may begin. */
  readonly stopSeconds: number;
  /** Not rolling: how long both versions run after the last shift. */
  readonly bakeSeconds: number;
  readonly canary: Steps;
  readonly linear: Steps;
  /** False for a server that does not notice its deregistration. */
  readonly drain: Drain | false;
  /** service.maxSocketAge: the server closes a socket at this age, or up to a fifth earlier; 0: never. */
  readonly maxSocketAge: number;
  /**
   * A client whose socket was cut waits a random time up to this before it reconnects; 0: it reconnects at once. After
   * 1001 it waits at most a second, since the server has spread its closes.
   */
  readonly jitter: number;
  /** Handshakes per second that one task can take. */
  readonly acceptPerTask: number;
}

/** Old tasks that leave together. */
export interface Leaving {
  readonly tasks: number;
  /** Their share of the sockets that were open at the start. */
  readonly share: number;
  /** When the load balancer stops sending them new sockets; open ones stay. */
  readonly at: number;
}

/** Where new sockets go from a given time. */
export interface Routing {
  readonly at: number;
  /** Weights, in the order of the leaving tasks; the last one is for the tasks that stay. */
  readonly weights: readonly number[];
  /** Tasks that take new sockets. */
  readonly accepting: number;
}

/** Number of tasks of each kind from a given time. */
export interface TaskCounts {
  readonly at: number;
  /** New tasks that do not take sockets yet. */
  readonly starting: number;
  readonly fresh: number;
  /** Old tasks that have not left. */
  readonly old: number;
  /** Old tasks that have left, but are not gone yet. */
  readonly draining: number;
}

export interface Plan {
  readonly event: RolloutEvent;
  /** In the order in which they leave. Time 0 is the first change for sockets. */
  readonly leaving: readonly Leaving[];
  /** By time; the first is at 0. */
  readonly routing: readonly Routing[];
  /** By time; tasks that start before the first change for sockets have negative times. */
  readonly tasks: readonly TaskCounts[];
  /** Time from leaving until open sockets are cut. */
  readonly delay: number;
  readonly drain: Drain | false;
}

export interface Outcome {
  readonly event: RolloutEvent;
  /** Sockets that end without a close frame at the worst instant. */
  readonly cutAtOnce: number;
  /** All sockets that end without a close frame. */
  readonly cut: number;
  /** Sockets that the server closes with 1001 because its task leaves. */
  readonly goingAway: number;
  /**
   * The expected number of cut or closed sockets that reconnect in the busiest second. In a single deployment, chance
   * makes some second busier than that.
   */
  readonly peakReconnects: number;
  /** In 99 of 100 deployments, or more, no second has more reconnects than this. */
  readonly peakAtMost: number;
  /** Handshakes per second that the tasks running then can take. */
  readonly accepts: number;
  /** From the first change until the last socket of the old tasks is open on another one. */
  readonly seconds: number;
  /** How it was computed: by a formula, or by simulating sockets one by one. */
  readonly method: 'closed form' | 'simulation';
}

// The complete report of `websocket-alb rollout` as data.
import { STRATEGY } from '../alb/ecs-deployments.ts';
import { advise, type Advice } from './advice.ts';
import { lifeModel } from './life.ts';
import { outcomeOf } from './outcome.ts';
import type { Drain, Outcome, RolloutSettings, Workload } from './types.ts';

export interface Question {
  readonly workload: Workload;
  readonly settings: RolloutSettings;
  /** How the generated server drains, for the comparison if the settings have no drain. */
  readonly drain: Drain;
  /** The wait before clients reconnect in seconds, for the comparison if the settings have none. */
  readonly jitter: number;
  /** The assumptions, as sentences. */
  readonly notes: readonly string[];
}

/** The same deployment with or without a drain and a wait. */
export interface Variant {
  readonly drains: boolean;
  /** Seconds. */
  readonly jitter: number;
  readonly isAsked: boolean;
  readonly outcome: Outcome;
}

export interface RolloutReport {
  readonly workload: Workload;
  /** How long a socket stays open on average, in seconds. */
  readonly meanLife: number;
  /** Ordinary new sockets per second. */
  readonly ordinary: number;
  readonly settings: RolloutSettings;
  /** The outcome of the deployment asked about. */
  readonly outcome: Outcome;
  readonly variants: readonly Variant[];
  /** The outcomes of each strategy, and of a lost task and a lost zone. */
  readonly others: readonly Outcome[];
  readonly advice: readonly Advice[];
  readonly notes: readonly string[];
}

/** @throws {RangeError} like outcomeOf */
export function rolloutReport({ workload, settings, drain, jitter, notes }: Question): RolloutReport {
  const { mean } = lifeModel(workload.life, settings.maxSocketAge);
  const ordinary = workload.sockets / mean;
  const outcome = outcomeOf(settings.strategy, workload, settings);
  const waits = [settings.jitter > 0 ? settings.jitter : jitter, 0];
  const variants = [settings.drain === false ? drain : settings.drain, false as const].flatMap((drains) =>
    waits.map((wait): Variant => {
      const isAsked = wait === settings.jitter && (drains !== false) === (settings.drain !== false);
      return {
        drains: drains !== false,
        jitter: wait,
        isAsked,
        outcome: isAsked
          ? outcome
          : outcomeOf(settings.strategy, workload, { ...settings, drain: drains, jitter: wait }),
      };
    }),
  );
  return {
    workload,
    meanLife: mean,
    ordinary,
    settings,
    outcome,
    variants,
    others: [...STRATEGY.values, 'task-lost' as const, 'zone-lost' as const].map((event) =>
      event === settings.strategy ? outcome : outcomeOf(event, workload, settings),
    ),
    advice: advise({ workload, settings, ordinary, drain }),
    notes,
  };
}

// The sockets on old tasks as long as nobody closes them: by formulas if all tasks leave together, otherwise by
// simulation.
import { onOldTasks } from './closed-form.ts';
import { evenDraws } from './draws.ts';
import type { LeavingSockets } from './endings.ts';
import { lifeModel } from './life.ts';
import { simulate } from './simulate.ts';
import type { Outcome, Plan, RolloutSettings, Workload } from './types.ts';

/** A fixed seed, so that the same question gets the same answer. */
const SEED = 1;
/** Maximum number of simulated sockets, including those that arrive meanwhile. */
const MOST_FOLLOWED = 300_000;
const FOLLOWED = 40_000;

export interface OldSockets {
  /** Sockets on tasks that have not left, at a time of 0 or later. */
  readonly staying: (at: number) => number;
  readonly leaving: readonly LeavingSockets[];
  readonly method: Outcome['method'];
  /** Number of simulated sockets; 0 for formulas. */
  readonly followed: number;
}

/** How many sockets can be simulated quickly. */
export function followed(workload: Workload, settings: RolloutSettings, plan: Plan): number {
  const { mean } = lifeModel(workload.life, settings.maxSocketAge);
  const lastLeaving = plan.leaving.at(-1)?.at ?? 0;
  return Math.max(1, Math.min(FOLLOWED, Math.floor(MOST_FOLLOWED / (1 + lastLeaving / mean))));
}

/** @throws {RangeError} when the plan takes more than 30 days */
export function oldSockets(workload: Workload, settings: RolloutSettings, plan: Plan): OldSockets {
  const [first, ...others] = plan.leaving;
  if (first && others.length === 0) {
    const open = onOldTasks(workload, settings.maxSocketAge, plan);
    return {
      staying: (at) => (at < first.at ? open(at) : 0),
      leaving: [{ at: first.at, open }],
      method: 'closed form',
      followed: 0,
    };
  }
  const follow = followed(workload, settings, plan);
  const { open } = simulate(workload, settings, plan, { draws: evenDraws(SEED), follow, independent: true });
  return {
    staying: (at) => between(open.staying, at),
    leaving: plan.leaving.map(({ at: leaves }, batch) => {
      const counts = open.leaving[batch] ?? new Float64Array(1);
      return { at: leaves, open: (at) => between(counts, at - leaves) };
    }),
    method: 'simulation',
    followed: follow,
  };
}

/** Interpolates between two seconds. */
function between(values: Float64Array, at: number): number {
  const second = Math.floor(at);
  const value = values[second] ?? 0;
  return value + ((values[second + 1] ?? value) - value) * (at - second);
}

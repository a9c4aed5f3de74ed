// When tasks leave and where new sockets go meanwhile, for each ECS strategy.
import { lastOfTime, rollingPlan } from './rolling-plan.ts';
import type { Plan, RolloutEvent, RolloutSettings, Steps } from './types.ts';

/** What an event does to the tasks. */
export function planOf(event: RolloutEvent, settings: RolloutSettings): Plan {
  switch (event) {
    case 'rolling':
      return rollingPlan(settings);
    case 'blue-green':
      return shiftingPlan(event, settings, [{ at: 0, moved: 1 }]);
    case 'canary': {
      const { percent, stepSeconds } = settings.canary;
      return shiftingPlan(event, settings, [
        { at: 0, moved: percent / 100 },
        ...(percent < 100 ? [{ at: stepSeconds, moved: 1 }] : []),
      ]);
    }
    case 'linear':
      return shiftingPlan(event, settings, linearShifts(settings.linear));
    case 'task-lost':
      return lossPlan(event, settings, 1);
    case 'zone-lost':
      // The zone with the most tasks.
      return lossPlan(event, settings, Math.ceil(settings.tasks / settings.zones));
  }
}

interface Shift {
  readonly at: number;
  /** The share of new sockets that go to new tasks from then on. */
  readonly moved: number;
}

function linearShifts({ percent, stepSeconds }: Steps): Shift[] {
  const steps = Math.ceil(100 / percent - 1e-9);
  return Array.from({ length: steps }, (_, step) => ({
    at: step * stepSeconds,
    moved: step === steps - 1 ? 1 : ((step + 1) * percent) / 100,
  }));
}

/** Weights move new sockets; the old tasks leave together after the bake. */
function shiftingPlan(event: RolloutEvent, settings: RolloutSettings, shifts: readonly Shift[]): Plan {
  const { tasks, bakeSeconds, startSeconds, stopSeconds, delay, drain } = settings;
  const leaves = (shifts.at(-1)?.at ?? 0) + bakeSeconds;
  return {
    event,
    leaving: [{ tasks, share: 1, at: leaves }],
    routing: shifts.map(({ at, moved }) => ({ at, weights: [1 - moved, moved], accepting: tasks })),
    tasks: lastOfTime([
      { at: -startSeconds, starting: tasks, fresh: 0, old: tasks, draining: 0 },
      { at: 0, starting: 0, fresh: tasks, old: tasks, draining: 0 },
      { at: leaves, starting: 0, fresh: tasks, old: 0, draining: tasks },
      { at: leaves + delay + stopSeconds, starting: 0, fresh: tasks, old: 0, draining: 0 },
    ]),
    delay,
    drain,
  };
}

/** Tasks that disappear at once, along with their sockets. */
function lossPlan(event: RolloutEvent, { tasks, startSeconds }: RolloutSettings, lost: number): Plan {
  const left = Math.max(0, tasks - lost);
  return {
    event,
    leaving: [{ tasks: lost, share: Math.min(1, lost / tasks), at: 0 }],
    // If none is left, sockets wait for the first replacement task.
    routing: [
      { at: 0, weights: [0, left], accepting: left },
      ...(left === 0 ? [{ at: startSeconds, weights: [0, tasks], accepting: tasks }] : []),
    ],
    tasks: lastOfTime([
      { at: 0, starting: lost, fresh: 0, old: left, draining: 0 },
      { at: startSeconds, starting: 0, fresh: lost, old: left, draining: 0 },
    ]),
    delay: 0,
    drain: false,
  };
}

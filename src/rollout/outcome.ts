// What an event does to open sockets: by formulas where all old tasks leave together, otherwise by following sockets.
import { afterClose, closedForm, timeToReturn } from './closed-form.ts';
import { evenDraws } from './draws.ts';
import { drainedAfter } from './drain.ts';
import { lifeModel } from './life.ts';
import { planOf } from './plan.ts';
import { simulate } from './simulate.ts';
import type { Outcome, Plan, RolloutEvent, RolloutSettings, Workload } from './types.ts';

/** The seed of every report: the same question has the same answer. */
const SEED = 1;
/** Sockets that are followed, those that arrive meanwhile included. */
const MOST_FOLLOWED = 300_000;
const FOLLOWED = 40_000;

/**
 * @throws {RangeError} for a life without durations, percentages with which no task can move, and a deployment that takes more
 *   than 30 days
 */
export function outcomeOf(event: RolloutEvent, workload: Workload, settings: RolloutSettings): Outcome {
  const plan = planOf(event, settings);
  return plan.leaving.length === 1
    ? closedForm(workload, settings, plan)
    : averaged(workload, settings, plan);
}

/** As many as are followed without taking long. */
export function followed(workload: Workload, settings: RolloutSettings, plan: Plan): number {
  const { mean } = lifeModel(workload.life, settings.maxSocketAge);
  const lastLeaving = plan.leaving.at(-1)?.at ?? 0;
  return Math.max(1, Math.min(FOLLOWED, Math.floor(MOST_FOLLOWED / (1 + lastLeaving / mean))));
}

function averaged(workload: Workload, settings: RolloutSettings, plan: Plan): Outcome {
  const follow = followed(workload, settings, plan);
  const { cut, goingAway, reconnects } = simulate(workload, settings, plan, {
    draws: evenDraws(SEED),
    follow,
    independent: true,
  });
  const peakReconnects = reconnects.reduce((most, count) => Math.max(most, count), 0);
  const peakAt = reconnects.indexOf(peakReconnects);
  const routing = plan.routing.findLast(({ at }) => at <= peakAt) ?? plan.routing[0];
  const accepts = (routing?.accepting ?? 0) * settings.acceptPerTask;
  const lastLeaving = plan.leaving.at(-1)?.at ?? 0;
  const lastCut = cut.at(-1) ?? 0;
  return {
    event: plan.event,
    cutAtOnce: Math.max(...cut),
    cut: cut.reduce((sum, count) => sum + count, 0),
    goingAway,
    peakReconnects,
    accepts,
    seconds:
      lastCut >= 0.5 || plan.drain === false
        ? lastLeaving + plan.delay + timeToReturn(lastCut, accepts, settings)
        : lastLeaving + Math.min(plan.delay, drainedAfter(plan.drain)) + afterClose(settings),
    method: 'simulation',
  };
}

// What an event does to open sockets: by formulas if all old tasks leave together, otherwise by simulation.
import { closedForm, timeToReturn } from './closed-form.ts';
import { drainedAfter } from './drain.ts';
import { addSeconds, afterClose, emptySeconds, endSockets, secondsAfter } from './endings.ts';
import { oldSockets } from './old-sockets.ts';
import { peakOf } from './peak.ts';
import { planOf } from './plan.ts';
import { queueOf } from './queue.ts';
import type { Outcome, Plan, RolloutEvent, RolloutSettings, Workload } from './types.ts';

/**
 * @throws {RangeError} for a life without durations, percentages with which no task can move, and deployments that take
 * more than 30 days
 */
export function outcomeOf(event: RolloutEvent, workload: Workload, settings: RolloutSettings): Outcome {
  const plan = planOf(event, settings);
  return plan.leaving.length === 1
    ? closedForm(workload, settings, plan)
    : averaged(workload, settings, plan);
}

function averaged(workload: Workload, settings: RolloutSettings, plan: Plan): Outcome {
  const lastLeaving = plan.leaving.at(-1)?.at ?? 0;
  const all = emptySeconds(0, secondsAfter(lastLeaving, plan, settings));
  const { leaving, method } = oldSockets(workload, settings, plan);
  const ended = leaving.map((each) => endSockets(each, plan, settings));
  for (const { seconds } of ended) addSeconds(all, seconds);
  const peak = peakOf(ended, all.reconnects, workload.sockets);
  const peakAt = all.reconnects.indexOf(peak.peakReconnects);
  const routing = plan.routing.findLast(({ at }) => at <= peakAt) ?? plan.routing[0];
  const accepts = (routing?.accepting ?? 0) * settings.acceptPerTask;
  const lastCut = ended.at(-1)?.cut ?? 0;
  const moved =
    lastCut >= 0.5 || plan.drain === false
      ? lastLeaving + plan.delay + timeToReturn(lastCut, accepts, settings)
      : lastLeaving + Math.min(plan.delay, drainedAfter(plan.drain)) + afterClose(settings);
  // Clients from earlier batches may still be waiting.
  const { rest } = queueOf(plan, settings, all.reconnects);
  return {
    event: plan.event,
    cutAtOnce: Math.max(...ended.map(({ cut }) => cut)),
    cut: ended.reduce((sum, { cut }) => sum + cut, 0),
    goingAway: ended.reduce((sum, each) => sum + each.goingAway, 0),
    ...peak,
    accepts,
    seconds: rest > 0 ? all.reconnects.length + rest : moved,
    method,
  };
}

// The outcome if all old tasks leave together, by formulas.
//
// A socket is routed once. So of N sockets that are always open, the number on the old tasks at time t is
//   N · Σ w · A(t − s)      over the shifts at times s, each of a share w of the new sockets
// where A(x) is the share of the sockets open at one moment that are still open x later: e^(−x/m) for exponential lives
// of mean m, and ∫ from x of S / ∫ from 0 of S in general, where S is the share of lives that are longer.
import { drainedAfter } from './drain.ts';
import { afterClose, closedShare, endSockets } from './endings.ts';
import { lifeModel } from './life.ts';
import { peakOf } from './peak.ts';
import type { Outcome, Plan, RolloutSettings, Workload } from './types.ts';

/** Less than half a socket counts as none. */
const NONE = 0.5;

/** Sockets on the old tasks at a given time, as long as no task closes or loses any. */
export function onOldTasks(
  { sockets, life }: Workload,
  maxSocketAge: number,
  plan: Plan,
): (at: number) => number {
  const { openAfter } = lifeModel(life, maxSocketAge);
  const shifts = plan.routing.map(({ at, weights: [old = 0, fresh = 0] }, index) => {
    const before = plan.routing[index - 1]?.weights[0];
    const share = old + fresh === 0 ? 0 : old / (old + fresh);
    return { at, share: (index === 0 ? 1 : (before ?? 0)) - share };
  });
  const share = plan.leaving[0]?.share ?? 0;
  return (at) =>
    sockets * share * shifts.reduce((sum, shift) => sum + shift.share * openAfter(at - shift.at), 0);
}

/** @throws {RangeError} for a plan of several batches */
export function closedForm(workload: Workload, settings: RolloutSettings, plan: Plan): Outcome {
  const [leaving, ...others] = plan.leaving;
  if (!leaving || others.length > 0) throw new RangeError('not all tasks leave together');
  const { delay, drain } = plan;
  const leaves = leaving.at;
  const open = onOldTasks(workload, settings.maxSocketAge, plan);
  const ended = endSockets({ at: leaves, open }, plan, settings);
  const { cut, goingAway } = ended;
  const last = plan.routing.at(-1);
  const accepts = (plan.routing.findLast(({ at }) => at <= leaves + delay) ?? last)?.accepting ?? 0;
  return {
    event: plan.event,
    cutAtOnce: cut,
    cut,
    goingAway,
    ...peakOf([ended], ended.seconds.reconnects, workload.sockets),
    accepts: accepts * settings.acceptPerTask,
    seconds: lastMoved(),
    method: 'closed form',
  };

  function lastMoved(): number {
    const remaining = (at: number): number => open(at) * (1 - closedShare(plan, at - leaves));
    const end = leaves + delay;
    if (remaining(leaves) < NONE) return whenBelow(remaining, 0, leaves);
    if (cut >= NONE) return end + timeToReturn(cut, accepts * settings.acceptPerTask, settings);
    const emptied = drain ? Math.min(end, leaves + drainedAfter(drain)) : end;
    return whenBelow(remaining, leaves, emptied) + (drain ? afterClose(settings) : 0);
  }
}

/** Seconds until a number of sockets that ended together are open again. */
export function timeToReturn(
  sockets: number,
  accepts: number,
  { jitter, startSeconds, tasks, acceptPerTask }: RolloutSettings,
): number {
  if (accepts === 0) return startSeconds + Math.max(jitter, sockets / (tasks * acceptPerTask));
  return Math.max(jitter, sockets / accepts);
}

/** When a decreasing number falls below half a socket, to within a second. */
function whenBelow(number: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let round = 0; round < 60 && high - low > 0.5; round++) {
    const middle = (low + high) / 2;
    if (number(middle) < NONE) high = middle;
    else low = middle;
  }
  return high;
}

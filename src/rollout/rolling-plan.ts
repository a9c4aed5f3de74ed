// The batches of a rolling deployment, within ECS's percentages.
import { taskLimits } from '../alb/ecs-deployments.ts';
import type { Leaving, Plan, RolloutSettings, Routing, TaskCounts } from './types.ts';

/** Tasks that are starting or leaving until a given time. */
interface Busy {
  readonly until: number;
  readonly tasks: number;
}

const sum = (busy: readonly Busy[]): number => busy.reduce((total, { tasks }) => total + tasks, 0);

/**
 * ECS starts as many new tasks as the maximum allows, and deregisters as many old ones as the minimum allows, and does
 * so again whenever tasks become healthy or are gone. A leaving task counts towards the maximum until it is gone.
 *
 * @throws {RangeError} when the percentages let no task start or stop
 */
export function rollingPlan(settings: RolloutSettings): Plan {
  const { tasks, startSeconds, stopSeconds, delay } = settings;
  const { least, most } = taskLimits(settings, tasks);
  const leaving: Leaving[] = [];
  const moments: TaskCounts[] = [];
  let starting: Busy[] = [];
  let going: Busy[] = [];
  let old = tasks;
  let fresh = 0;
  for (let now = 0; ;) {
    fresh += sum(starting.filter(({ until }) => until <= now));
    starting = starting.filter(({ until }) => until > now);
    going = going.filter(({ until }) => until > now);
    const out = Math.max(0, Math.min(old, old + fresh - least));
    if (out > 0) {
      leaving.push({ tasks: out, share: out / tasks, at: now });
      going.push({ until: now + delay + stopSeconds, tasks: out });
      old -= out;
    }
    const running = old + fresh + sum(starting) + sum(going);
    const more = Math.min(tasks - fresh - sum(starting), most - running);
    if (more > 0) starting.push({ until: now + startSeconds, tasks: more });
    moments.push({ at: now, fresh, old, starting: sum(starting), draining: sum(going) });
    if (old === 0 && fresh === tasks && going.length === 0) break;
    const next = Math.min(...[...starting, ...going].map(({ until }) => until));
    if (!Number.isFinite(next)) throw new RangeError('the percentages let no task move');
    // Whatever takes no time is handled in the next iteration.
    now = next;
  }
  return fromFirst(settings, leaving, moments);
}

/** Shifts times so that 0 is when the first task leaves. */
function fromFirst(
  { drain, delay }: RolloutSettings,
  leaving: readonly Leaving[],
  moments: readonly TaskCounts[],
): Plan {
  const first = leaving[0]?.at ?? 0;
  const moved = leaving.map((each) => ({ ...each, at: each.at - first }));
  const tasks = lastOfTime(moments.map((each) => ({ ...each, at: each.at - first })));
  const routing = tasks.map(({ at, fresh }): Routing => {
    const stillThere = moved.map((each) => (each.at > at ? each.tasks : 0));
    const accepting = stillThere.reduce((total, each) => total + each, fresh);
    return { at: Math.max(0, at), weights: [...stillThere, fresh], accepting };
  });
  return { event: 'rolling', leaving: moved, routing: lastOfTime(routing), tasks, delay, drain };
}

/** Keeps only the last of several entries with the same time. */
export const lastOfTime = <Each extends { readonly at: number }>(all: readonly Each[]): Each[] =>
  all.filter(({ at }, index) => at !== all[index + 1]?.at);

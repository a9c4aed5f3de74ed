// Suggests what would make a deployment gentler, each with the figure it improves, found by running the model again.
import { BAKE_MINUTES } from '../alb/ecs-deployments.ts';
import { STACK_UPDATE_SECONDS } from '../alb/ecs-fargate.ts';
import { outcomeOf } from './outcome.ts';
import type { Outcome, RolloutEvent, RolloutSettings, Workload } from './types.ts';

export interface Advice {
  readonly about: 'drain' | 'bake' | 'batch' | 'jitter' | 'headroom';
  /** The current and the advised value, in the unit of the setting; equal if nothing needs to change. */
  readonly now: number | string;
  readonly advised: number | string;
  readonly figure: 'sockets cut' | 'peak reconnects per second' | 'sockets on a task';
  readonly before: number;
  readonly after: number;
  /** The event that the figure is about. */
  readonly of: RolloutEvent;
  readonly isChange: boolean;
  /** Why it is not possible, or what else to know; may be empty. */
  readonly remark: string;
}

export interface Situation {
  readonly workload: Workload;
  readonly settings: RolloutSettings;
  /** Ordinary new sockets per second, in addition to reconnects. */
  readonly ordinary: number;
  readonly drain: Exclude<RolloutSettings['drain'], false>;
}

/** The share of the tasks' capacity that reconnects may use: the rest is for retries and other work. */
const ROOM = 0.5;
/** The share of sockets that may be cut. */
const FEW = 0.01;
/** Candidates in seconds: what people can be asked to wait, and longer ones for machines. */
const JITTERS = [2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];
const PERCENTS = [200, 175, 150, 140, 130, 125, 120, 115, 110, 105];

export function advise(situation: Situation): Advice[] {
  const { strategy } = situation.settings;
  return [
    ...drainAdvice(situation),
    ...(strategy === 'rolling' ? batchAdvice(situation) : bakeAdvice(situation)),
    jitterAdvice(situation),
    headroomAdvice(situation),
  ];
}

/**
 * Ordinary sockets count for at most half of ROOM: if they alone exceed it, reconnects are compared with the other
 * half.
 */
const hasRoom = ({ peakReconnects, accepts }: Outcome, ordinary: number): boolean =>
  peakReconnects + Math.min(ordinary, (ROOM * accepts) / 2) <= ROOM * accepts;

function drainAdvice({ workload, settings, drain }: Situation): Advice[] {
  if (settings.drain !== false) return [];
  const of = settings.strategy;
  const before = outcomeOf(of, workload, settings).cut;
  const after = outcomeOf(of, workload, { ...settings, drain }).cut;
  return [
    {
      about: 'drain',
      now: 'no',
      advised: 'yes',
      figure: 'sockets cut',
      before,
      after,
      of,
      isChange: after < before,
      remark: '',
    },
  ];
}

/** The shortest bake time that leaves few sockets to cut and room for reconnects. */
function bakeAdvice({ workload, settings, ordinary }: Situation): Advice[] {
  const of = settings.strategy;
  const after = (minutes: number) => outcomeOf(of, workload, { ...settings, bakeSeconds: 60 * minutes });
  const isGentle = (found: Outcome) => found.cutAtOnce <= FEW * workload.sockets && hasRoom(found, ordinary);
  const now = settings.bakeSeconds / 60;
  const before = after(now);
  const wanted = isGentle(before) ? now : shortest(BAKE_MINUTES.max, (minutes) => isGentle(after(minutes)));
  const advised = wanted ?? BAKE_MINUTES.max;
  const figure = before.cut > FEW * workload.sockets ? 'sockets cut' : 'peak reconnects per second';
  const value = (found: Outcome) => (figure === 'sockets cut' ? found.cut : found.peakReconnects);
  return [
    {
      about: 'bake',
      now,
      advised,
      figure,
      before: value(before),
      after: value(after(advised)),
      of,
      isChange: advised > now,
      remark:
        wanted === undefined
          ? 'sockets live too long for a bake alone: let the server close them, or set service.maxSocketAge'
          : '',
    },
  ];
}

/** The smallest integer from 0 to `most` for which `isSo`, which must be monotonic. */
function shortest(most: number, isSo: (value: number) => boolean): number | undefined {
  if (!isSo(most)) return undefined;
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The largest batches that leave room for reconnects; else the smallest that finish in time. */
function batchAdvice({ workload, settings, ordinary }: Situation): Advice[] {
  const now = settings.maximumPercent;
  const before = outcomeOf('rolling', workload, settings);
  const base = { about: 'batch', now, figure: 'peak reconnects per second', of: 'rolling' } as const;
  const keep = (remark: string): Advice[] => [
    {
      ...base,
      advised: now,
      before: before.peakReconnects,
      after: before.peakReconnects,
      isChange: false,
      remark,
    },
  ];
  if (hasRoom(before, ordinary)) return keep('');
  const smaller = PERCENTS.filter(
    (percent) => percent < now && Math.floor((settings.tasks * percent) / 100) > settings.tasks,
  )
    .map((percent) => ({
      percent,
      found: outcomeOf('rolling', workload, { ...settings, maximumPercent: percent }),
    }))
    .filter(
      ({ found }) =>
        found.peakReconnects < before.peakReconnects * 0.95 && found.seconds <= STACK_UPDATE_SECONDS,
    );
  const best = smaller.find(({ found }) => hasRoom(found, ordinary)) ?? smaller.at(-1);
  if (!best)
    return keep(settings.tasks < 3 ? 'too few tasks for smaller batches' : 'smaller batches do not help');
  return [
    {
      ...base,
      advised: best.percent,
      before: before.peakReconnects,
      after: best.found.peakReconnects,
      isChange: true,
      remark: `it then takes ${Math.round(best.found.seconds / 60)} minutes instead of ${Math.round(before.seconds / 60)}`,
    },
  ];
}

/** The shortest wait with which the worse of the deployment and a lost zone leaves room. */
function jitterAdvice({ workload, settings, ordinary }: Situation): Advice {
  const events: readonly RolloutEvent[] = [settings.strategy, settings.zones > 1 ? 'zone-lost' : 'task-lost'];
  const worst = (jitter: number): Outcome => {
    const found = events.map((event) => outcomeOf(event, workload, { ...settings, jitter }));
    return found.reduce((a, b) =>
      b.peakReconnects / Math.max(1, b.accepts) > a.peakReconnects / Math.max(1, a.accepts) ? b : a,
    );
  };
  const before = worst(settings.jitter);
  const isEnough = hasRoom(before, ordinary);
  const wanted = isEnough
    ? settings.jitter
    : JITTERS.find((jitter) => jitter > settings.jitter && hasRoom(worst(jitter), ordinary));
  const advised = wanted ?? Math.max(settings.jitter, JITTERS.at(-1) ?? 0);
  const after = outcomeOf(before.event, workload, { ...settings, jitter: advised });
  return {
    about: 'jitter',
    now: settings.jitter,
    advised,
    figure: 'peak reconnects per second',
    before: before.peakReconnects,
    after: after.peakReconnects,
    of: before.event,
    isChange: advised !== settings.jitter,
    remark: wanted === undefined ? 'more tasks, or ones that take more, are needed too' : '',
  };
}

/** How many sockets a task must hold when a zone is lost. */
function headroomAdvice({ workload, settings }: Situation): Advice {
  const { tasks, zones } = settings;
  const of = zones > 1 ? 'zone-lost' : 'task-lost';
  const lost = of === 'zone-lost' ? Math.ceil(tasks / zones) : 1;
  const left = tasks - lost;
  const before = workload.sockets / tasks;
  const after = left > 0 ? workload.sockets / left : workload.sockets;
  return {
    about: 'headroom',
    now: Math.round(before),
    advised: Math.ceil(after),
    figure: 'sockets on a task',
    before,
    after,
    of,
    isChange: true,
    remark: left > 0 ? '' : 'no task is left: run two or more, in two zones',
  };
}

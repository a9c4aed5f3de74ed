// The sentences of the report, shared by the text and the page.
import type { Strategy } from '../alb/ecs-deployments.ts';
import { count, forNumber, many } from '../common/numbers.ts';
import type { Advice } from './advice.ts';
import type { RolloutReport, Variant } from './report.ts';
import type { Outcome, RolloutSettings } from './types.ts';
import { duration, EVENT_WORDS, figure } from './words.ts';

export function heading({ workload, meanLife, settings, ordinary }: RolloutReport): string[] {
  const { tasks, zones, acceptPerTask, maxSocketAge } = settings;
  const life = workload.life.kind === 'exponential' ? 'exponential' : 'as in the logs';
  const age = maxSocketAge > 0 ? `, at most ${duration(maxSocketAge)}` : '';
  return [
    `${many(workload.sockets, 'socket')} on ${many(tasks, 'task')} in ${many(zones, 'zone')}, each open for ${duration(meanLife)} on average (${life}${age})`,
    `Deployment: ${deploymentWords(settings)}`,
    `Usual: ${figure(ordinary)} new sockets a second. The tasks take ${count(tasks * acceptPerTask)} a second, ${count(acceptPerTask)} each.`,
  ];
}

function deploymentWords(settings: RolloutSettings): string {
  const { strategy, bakeSeconds, canary, linear, delay } = settings;
  const after = `deregistration delay ${delay} s`;
  const bake = `bake ${duration(bakeSeconds)}, ${after}`;
  switch (strategy) {
    case 'rolling':
      return `rolling, at least ${settings.minimumHealthyPercent} % and at most ${settings.maximumPercent} % of the tasks, ${after}`;
    case 'blue-green':
      return `blue/green, ${bake}`;
    case 'canary':
      return `canary, ${canary.percent} % of new sockets for ${duration(canary.stepSeconds)}, ${bake}`;
    case 'linear':
      return `linear, ${linear.percent} % of new sockets every ${duration(linear.stepSeconds)}, ${bake}`;
  }
}

export function verdict({ outcome, workload, ordinary }: RolloutReport): string[] {
  const { cut, cutAtOnce, goingAway, peakReconnects, peakAtMost, accepts, seconds } = outcome;
  const atMost = `at most ${count(peakAtMost)} in 99 of 100 deployments`;
  const load = peakReconnects + ordinary;
  return [
    cut < 0.5
      ? `No socket is cut. ${goingAway < 0.5 ? 'All leave by themselves.' : `${figure(goingAway)} are closed with 1001 and reconnect.`}`
      : `${figure(cut)} of ${count(workload.sockets)} sockets are cut without a close frame, ${figure(cutAtOnce)} of them at once; ${figure(goingAway)} are closed with 1001.`,
    peakReconnects === 0
      ? 'None has to reconnect.'
      : load <= accepts
        ? `In the busiest second about ${figure(peakReconnects)} reconnect (${atMost}), beside the usual ones: ${Math.round((100 * load) / Math.max(1, accepts))} % of what the tasks take.`
        : `In the busiest second about ${figure(peakReconnects)} want to reconnect (${atMost}), beside the usual ${figure(ordinary)}, and the tasks take ${count(accepts)}: the rest waits or fails and tries again.`,
    `The last socket has moved ${duration(seconds)} after the first change.`,
  ];
}

export const HEAD = [
  'cut at once',
  'cut in all',
  'closed with 1001',
  'peak a second',
  'tasks take',
  'last moved after',
];

export const cells = ({ cutAtOnce, cut, goingAway, peakReconnects, accepts, seconds }: Outcome): string[] => [
  figure(cutAtOnce),
  figure(cut),
  figure(goingAway),
  figure(peakReconnects),
  count(accepts),
  duration(seconds),
];

export const VARIANT_HEAD = ['server', 'clients wait'];

export const variantCells = ({ drains, jitter }: Variant): string[] => [
  drains ? 'drains' : 'does not',
  jitter === 0 ? 'not at all' : `0–${duration(jitter)}`,
];

export const variantsTitle = (strategy: Strategy): string =>
  `${capital(EVENT_WORDS[strategy])}, with and without a server that drains by itself and clients that wait before they reconnect`;

export const OTHERS_TITLE = 'The same with other strategies, and when something breaks';

export const ADVICE_TITLE = 'What to set, and the figure that it changes';

export const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

export function adviceWords({ about, now, advised, isChange }: Advice): string {
  const minutes = (value: number | string): string => `${value} ${forNumber(Number(value), 'minute')}`;
  switch (about) {
    case 'drain':
      return isChange
        ? 'Let the server close its sockets when its target drains, as snippet server does'
        : 'A server that drains by itself changes nothing here';
    case 'bake':
      return isChange
        ? `Bake time: ${minutes(advised)} instead of ${now} (service.deployment.bakeMinutes)`
        : `Bake time: ${minutes(now)} ${forNumber(Number(now), 'is', 'are')} enough`;
    case 'batch':
      return isChange
        ? `Batch: service.maximumPercent ${advised} instead of ${now}`
        : `Batch: service.maximumPercent ${now} can stay`;
    case 'jitter':
      return isChange
        ? `Jitter: clients wait a random time up to ${duration(Number(advised))} instead of ${Number(now) === 0 ? 'none' : duration(Number(now))} before they reconnect (snippet client)`
        : `Jitter: ${Number(now) === 0 ? 'clients need not wait' : `a random wait up to ${duration(Number(now))} is enough`}`;
    case 'headroom':
      return `Headroom: each task must be able to hold ${count(Number(advised))} sockets, and holds ${count(Number(now))}`;
  }
}

/** `sockets cut: 12,131 → 194`, with the event if it is not the one asked about. */
export function adviceFigure(
  { figure: what, of, before, after, isChange, remark }: Advice,
  asked: Strategy,
): string {
  const event = of === asked ? '' : `, ${EVENT_WORDS[of]}`;
  const change =
    what === 'sockets on a task' || isChange ? `${figure(before)} → ${figure(after)}` : figure(before);
  return `${what}${event}: ${change}${remark === '' ? '' : `; ${remark}`}`;
}

// Parses the options of `rollout`.
import { KnownError } from '../../common/known-error.ts';
import { STEPS, type Strategy } from '../../alb/ecs-deployments.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { QuantityReader } from '../shared/quantities.ts';

export interface RolloutOptions extends ConfigOptions {
  readonly sockets?: string;
  readonly life?: string;
  readonly fromLogs?: string;
  readonly strategy?: Strategy;
  readonly bake?: string;
  readonly stepPercent?: string;
  readonly step?: string;
  readonly maximumPercent?: string;
  readonly minimumHealthyPercent?: string;
  readonly tasks?: string;
  readonly zones?: string;
  readonly delay?: string;
  readonly drain: boolean;
  readonly maxSocketAge?: string;
  readonly jitter?: string;
  readonly acceptRate?: string;
  readonly output?: string;
  readonly format: 'text' | 'json' | 'html';
}

export type Asked = ReturnType<typeof readOptions>;

const MINUTE = 60;
const DAY = 86_400;
const MOST_SOCKETS = 100_000_000;

/** @throws {KnownError} listing every mistake */
export function readOptions(options: RolloutOptions) {
  const read = new QuantityReader();
  const { strategy } = options;
  const asked = {
    strategy,
    drain: options.drain,
    sockets: read.number('--sockets', options.sockets, { integer: true, positive: true, max: MOST_SOCKETS }),
    life: read.duration('--life', options.life),
    bakeSeconds: wait(read, '--bake', options.bake, DAY, MINUTE),
    stepSeconds: wait(read, '--step', options.step, DAY, MINUTE),
    stepPercent: read.number('--step-percent', options.stepPercent, { positive: true, max: 100 }),
    maximumPercent: read.number('--maximum-percent', options.maximumPercent, { integer: true, max: 200 }),
    minimumHealthyPercent: read.number('--minimum-healthy-percent', options.minimumHealthyPercent, {
      integer: true,
      max: 100,
    }),
    tasks: read.number('--tasks', options.tasks, { integer: true, positive: true, max: 1000 }),
    zones: read.number('--zones', options.zones, { integer: true, positive: true, max: 10 }),
    delay: wait(read, '--delay', options.delay, 3600),
    maxSocketAge: wait(read, '--max-socket-age', options.maxSocketAge, 7 * DAY),
    jitter: wait(read, '--jitter', options.jitter, 3600),
    acceptRate: read.number('--accept-rate', options.acceptRate, { positive: true, max: 1e6 }),
  };
  const isStepped = strategy === 'canary' || strategy === 'linear';
  for (const [option, value] of [
    ['--step', options.step],
    ['--step-percent', options.stepPercent],
  ] as const)
    if (value !== undefined && strategy !== undefined && !isStepped)
      read.refuse({
        where: option,
        what: `It has no effect on ${strategy}.`,
        allowed: 'with --strategy canary or linear',
        remedy: `Leave ${option} out.`,
      });
  if (isStepped && asked.stepPercent !== undefined && asked.stepPercent < STEPS[strategy].minPercent)
    read.refuse({
      where: '--step-percent',
      what: `${asked.stepPercent} is less than ECS takes.`,
      allowed: `from ${STEPS[strategy].minPercent} with ${strategy}`,
    });
  if (options.life !== undefined && options.fromLogs !== undefined)
    read.refuse({
      where: '--life',
      what: '--life and --from-logs say the same.',
      remedy: 'Use one of them.',
    });
  if ((asked.maximumPercent ?? 100) < 100)
    read.refuse({
      where: '--maximum-percent',
      what: `"${options.maximumPercent}" is not allowed.`,
      allowed: 'a whole number from 100 to 200',
    });
  read.check();
  return asked;
}

/** A duration of 0 or more, in seconds, a multiple of `unit`. */
function wait(
  read: QuantityReader,
  option: string,
  text: string | undefined,
  max: number,
  unit = 1,
): number | undefined {
  return read.other(option, text, (value) => {
    const found = /^(\d{1,9})(s|m|h|d)?$/.exec(value);
    const seconds = found
      ? Number(found[1]) * { s: 1, m: 60, h: 3600, d: DAY }[(found[2] ?? 's') as 's' | 'm' | 'h' | 'd']
      : Number.NaN;
    if (seconds <= max && seconds % unit === 0) return seconds;
    throw new KnownError(`${JSON.stringify(value)} is not allowed.`, {
      allowed: `0 to ${max}s${unit === MINUTE ? ', in whole minutes' : ''}: a whole number with s, m, h or d, such as 90s or 15m`,
    });
  });
}

// How a service's tasks are replaced by those of the next version.
import * as z from 'zod/mini';
import { BAKE_MINUTES, isTenth, MAX_PERCENT, STEPS, STRATEGY } from '../../alb/ecs-deployments.ts';
import { PORT } from '../../alb/limits.ts';
import { describeValues } from '../../alb/values.ts';
import { describe, optional, section, value } from '../fields.ts';
import { sources } from './names.ts';

const { canary, linear } = STEPS;

export const deployment = section('How ECS replaces the tasks.', {
  strategy: value(
    STRATEGY,
    'rolling',
    'rolling starts new tasks, waits until they are healthy, and takes the old ones out. The others start all new tasks in a second target group and shift new sockets to them, by weights: blue-green all at once, canary a few first, linear in equal steps. Open sockets stay on the old tasks until bakeMinutes are over.',
  ),
  bakeMinutes: optional(
    BAKE_MINUTES,
    'Minutes for which both versions run after the shift; 15 when not set. Then every old task is taken out, and target.deregistrationDelay begins for the remaining sockets. Not with rolling.',
  ),
  percent: describe(
    z.optional(z.number().check(z.minimum(canary.minPercent), z.maximum(MAX_PERCENT), z.refine(isTenth))),
    `Share of new sockets that a step moves. canary: ${canary.percent} when not set, then the rest. linear: ${linear.percent} when not set, and at least ${linear.minPercent}.`,
    { allowed: `${canary.minPercent}–${MAX_PERCENT} percent, with one decimal place` },
  ),
  stepMinutes: optional(
    BAKE_MINUTES,
    `Minutes between two steps: ${canary.minutes} with canary and ${linear.minutes} with linear when not set.`,
  ),
  testListener: describe(
    z.optional(
      z.strictObject({
        port: describe(z.int().check(z.minimum(PORT.min), z.maximum(PORT.max)), 'The port of the listener.', {
          allowed: describeValues(PORT),
        }),
        allowFrom: describe(
          z.optional(sources()),
          'Sources that may connect to it. When not set, nobody can until you let them in: it leads to a version that is not released.',
        ),
      }),
    ),
    'A listener of its own that leads to the new version before the shift, to try it with sockets. Not with rolling.',
    { allowed: 'a group of keys with port' },
  ),
});

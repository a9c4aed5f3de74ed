import { KnownError } from '../../common/known-error.ts';
import type { Config } from '../../config/schema/index.ts';

import { FIRST_WAIT } from '../../config/client.ts';
import { deregistrationTimes } from '../../config/deregistration.ts';
import { ACCEPT_PER_VCPU, settingsOf, tasksFor } from '../../rollout/from-config.ts';
import { rolloutReport } from '../../rollout/report.ts';
import { reportJson } from '../../rollout/report-data.ts';
import { reportText } from '../../rollout/report-text.ts';
import type { Life, RolloutSettings, Workload } from '../../rollout/types.ts';
import { writeReport, writeResult } from '../io/output.ts';
import { loadConfig } from '../shared/config.ts';
import { livesFrom, type LoggedLives } from './logged-lives.ts';
import { readOptions, type Asked, type RolloutOptions } from './options.ts';

/** `websocket-alb rollout` */
export async function rollout(options: RolloutOptions): Promise<void> {
  const asked = readOptions(options);
  const config = await loadConfig(options);
  const logged = options.fromLogs === undefined ? undefined : await livesFrom(options.fromLogs);
  const workload = workloadFor(asked, config, logged);
  const settings = settingsFor(asked, config, workload);
  const report = computed(() =>
    rolloutReport({
      workload,
      settings,
      drain: settings.drain === false ? deregistrationTimes(config) : settings.drain,
      jitter: FIRST_WAIT,
      notes: notesOn(asked, config, settings, logged),
    }),
  );
  if (options.format === 'html') {
    const { printPage } = await import('./print-page.ts');
    printPage(report, config, options.output);
  } else if (options.format === 'json') writeResult(reportJson(report), options.output);
  else if (options.output === undefined) writeReport(reportText(report));
  else writeResult(reportText(report), options.output);
}

/** Runs the model; inputs it refuses are the user's mistake. */
function computed<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KnownError(`This deployment cannot be computed: ${error.message}.`, {
      where: 'websocket-alb rollout',
      allowed: 'percentages that let one task start or stop, and at most 30 days',
      remedy: 'Raise --maximum-percent, or shorten --delay, --bake or --step.',
      cause: error,
    });
  }
}

function workloadFor(asked: Asked, config: Config, logged: LoggedLives | undefined): Workload {
  const own = config.workload;
  const sockets = asked.sockets ?? own.connections ?? logged?.mostOpen;
  const mean = asked.life ?? own.meanConnectionSeconds;
  const life: Life | undefined =
    logged?.life ?? (mean === undefined ? undefined : { kind: 'exponential', mean });
  if (sockets !== undefined && life !== undefined) return { sockets, life };
  throw new KnownError('The workload is not known.', {
    where: sockets === undefined ? '--sockets' : '--life',
    allowed: 'how many sockets are open, and how long one stays open',
    remedy:
      'Give --sockets 20000 --life 30m; or --from-logs with access logs; or set workload.connections and workload.meanConnectionSeconds in the config.',
  });
}

/** The config's settings, overridden by options. */
function settingsFor(asked: Asked, config: Config, { sockets }: Workload): RolloutSettings {
  const own = settingsOf(config);
  const strategy = asked.strategy ?? own.strategy;
  const { tasks = tasksFor(config, sockets) ?? own.tasks } = asked;
  const steps = (kind: 'canary' | 'linear') => ({
    percent: (strategy === kind ? asked.stepPercent : undefined) ?? own[kind].percent,
    stepSeconds: (strategy === kind ? asked.stepSeconds : undefined) ?? own[kind].stepSeconds,
  });
  return {
    ...own,
    strategy,
    tasks,
    zones: Math.min(tasks, asked.zones ?? own.zones),
    delay: asked.delay ?? own.delay,
    drain: asked.drain ? drainWithin(asked.delay, config) : false,
    minimumHealthyPercent: asked.minimumHealthyPercent ?? own.minimumHealthyPercent,
    maximumPercent: asked.maximumPercent ?? own.maximumPercent,
    bakeSeconds: asked.bakeSeconds ?? own.bakeSeconds,
    canary: steps('canary'),
    linear: steps('linear'),
    maxSocketAge: asked.maxSocketAge ?? own.maxSocketAge,
    jitter: asked.jitter ?? own.jitter,
    acceptPerTask: asked.acceptRate ?? own.acceptPerTask,
  };
}

/** The generated server's drain times, derived from the deregistration delay in question. */
function drainWithin(delay: number | undefined, { target }: Config): RolloutSettings['drain'] {
  const { poll, spread } = deregistrationTimes({
    target: { deregistrationDelay: delay ?? target.deregistrationDelay },
  });
  return { poll, spread };
}

/** The assumptions, so that nobody takes the figures for more than they are. */
function notesOn(
  asked: Asked,
  config: Config,
  settings: RolloutSettings,
  logged: LoggedLives | undefined,
): string[] {
  const { service } = config;
  return [
    "ECS's order: a task is taken out of its target group, the deregistration delay passes, and only then it gets SIGTERM. At the end of the delay the load balancer cuts what is open; AWS documents the order, and the cut is what people see.",
    ...(settings.drain === false
      ? ['The server does not hear that its target drains (--no-drain).']
      : [
          `The server is the generated one: it asks every ${settings.drain.poll} s whether its target drains, and closes its sockets over ${settings.drain.spread} s. --no-drain for one that does not.`,
        ]),
    'Expected values: a single deployment differs by chance, by about the square root of a count. Its busiest second is busier than any is expected to be: keep room for the number that is given as at most.',
    'New sockets are spread evenly over the tasks that take any. Whether least_outstanding_requests counts open sockets is not documented.',
    ...(asked.acceptRate === undefined
      ? [
          `A task takes ${settings.acceptPerTask} handshakes a second: ${ACCEPT_PER_VCPU} for each vCPU, an assumption. Measure yours, and give --accept-rate.`,
        ]
      : []),
    ...(asked.jitter === undefined
      ? [
          `Clients wait as those of snippet client do: up to ${settings.jitter} s after a cut, up to 1 s after 1001.`,
        ]
      : []),
    ...(service === false
      ? [
          `There is no service in the config: as if ECS ran ${settings.tasks} tasks behind this load balancer.`,
        ]
      : []),
    ...(logged
      ? [
          `Lives are those of ${logged.connections} connections in the logs${logged.hasUnknown ? ', except those whose beginning is not in them' : ''}. They end with earlier deployments too, and what is still open is not logged: clients stay at least so long.`,
        ]
      : [
          'Lives are exponential: how long a socket has been open says nothing about how long it stays. --from-logs for real ones.',
        ]),
  ];
}

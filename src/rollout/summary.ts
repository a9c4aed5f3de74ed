// One sentence about a config's deployment, shown in its template, with its cost and before it is deployed.
import { many } from '../common/numbers.ts';
import type { Config } from '../config/schema/index.ts';
import { canDeploy } from '../config/service.ts';
import { settingsOf, tasksFor, workloadOf } from './from-config.ts';
import { lifeModel } from './life.ts';
import { outcomeOf } from './outcome.ts';
import type { Workload } from './types.ts';
import { duration, EVENT_WORDS, outcomeWords } from './words.ts';

/**
 * Undefined without a service, if it is not known how many sockets there are and how long they live, and if a
 * deployment would never finish.
 */
export function deploymentSummary(
  config: Config,
  workload: Workload | undefined = workloadOf(config),
): string | undefined {
  if (config.service === false || workload === undefined || workload.sockets < 1) return undefined;
  const own = settingsOf(config);
  const settings = { ...own, tasks: tasksFor(config, workload.sockets) ?? own.tasks };
  if (settings.strategy === 'rolling' && !canDeploy(settings, settings.tasks)) return undefined;
  const { mean } = lifeModel(workload.life, settings.maxSocketAge);
  const outcome = outcomeOf(settings.strategy, workload, settings);
  return `${many(workload.sockets, 'socket')} on ${many(settings.tasks, 'task')}, open for ${duration(mean)} on average, ${EVENT_WORDS[settings.strategy]}: ${outcomeWords(outcome)}`;
}

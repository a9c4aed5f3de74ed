// Notes on what the cost estimate of a config leaves out.
import { many } from '../../common/numbers.ts';
import { shiftMinutes, shiftOf } from '../../config/deployment.ts';
import type { Config } from '../../config/schema/index.ts';
import { taskBounds } from '../../config/service.ts';
import { isShared } from '../../config/target-groups.ts';
import { deploymentSummary } from '../../rollout/summary.ts';
import type { Load } from '../../cost/report.ts';

/** Notes on the cost of a service beyond the tasks that always run. */
export function notesOnService(config: Config, load: Load): string[] {
  const { service } = config;
  if (service === false) return [];
  const shift = shiftOf({ service });
  const { min, max } = taskBounds(service);
  const perSocket = max > min ? service.socketsPerTask : undefined;
  const running =
    perSocket === undefined
      ? `${many(min, 'task')} all month${max > min ? `; up to ${max} while the policies ask for more` : ''}`
      : `the tasks that the sockets need hour by hour, one for every ${many(perSocket, 'socket')}, at least ${min} and at most ${max}`;
  return [
    `Fargate: ${running}. Linux on demand, without Spot and savings plans.`,
    ...(shift
      ? [
          `While a deployment shifts traffic, both versions run: twice the tasks for ${shiftMinutes(shift)} min and the time to start and to drain.`,
        ]
      : []),
    ...aboutDeployments(config, load),
    'The logs of the servers and what the tasks load through NAT gateways are not included.',
  ];
}

/** What a deployment does to the sockets, if the load says how many there are and how long they live. */
function aboutDeployments(config: Config, load: Load): string[] {
  if (load.kind === 'rates') return [];
  const { connections, meanConnectionSeconds: mean } = load.workload;
  if (mean === undefined) return [];
  const summary = deploymentSummary(config, { sockets: connections, life: { kind: 'exponential', mean } });
  return summary === undefined ? [] : [`A deployment of ${summary}. npx websocket-alb rollout says more.`];
}

/** For requests to routes only the rate is known. */
export function notesOnRoutes(config: Config): string[] {
  if (!isShared(config)) return [];
  return [
    config.workload.requestsPerSecond === undefined
      ? 'Requests of the routes are not counted: workload.requestsPerSecond is not set.'
      : 'Of the requests of the routes only rule evaluations are counted; their connections and bytes are not: take them from the metrics of the load balancer, and give rates instead.',
  ];
}

export function notesOnWorkload(workload: Extract<Load, { kind: 'workload' }>['workload']): string[] {
  const notes: string[] = [];
  if (workload.meanConnectionSeconds === undefined)
    notes.push('New connections are counted as 0: --mean-connection is not given.');
  if (workload.messagesPerMinute === undefined || workload.bytesPerMessage === undefined)
    notes.push(
      'Messages are counted as far as known: --messages-per-minute or --bytes-per-message is not given.',
    );
  notes.push(
    `Of the messages, ${workload.fromClients * 100} % come from clients (--from-clients).`,
    'Frame headers and TLS records are counted as processed bytes; whether AWS counts the latter is not documented.',
  );
  return notes;
}

// An ECS service as a whole: how many tasks run, how its deployments went, and what it could not do.
import { certain } from '../../alb/finding.ts';
import { ecsApi, ecsGuide } from '../../alb/sources.ts';
import type { Diagnosis, Violation } from '../diagnosis.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
import type { EcsService } from '../observations/services.ts';
import { showService } from '../steps/confirm.ts';

/** A deployment gets this long to fetch an image and pass a health check before missing tasks are reported. */
const STARTING_MS = 10 * 60_000;

/** ECS's event when it scales out or replaces tasks. */
const STARTED = /has started \d+ tasks?\b/;

const servicesOf = (observed: Observations): readonly EcsService[] => observedValue(observed.services) ?? [];

const primary = ({ deployments }: EcsService) => deployments.find(({ status }) => status === 'PRIMARY');

/** Whether a deployment or scale-out has just begun, and no task has failed. */
function isStarting(service: EcsService, at: string): boolean {
  const { rollout, failedTasks, created = -Infinity } = primary(service) ?? { rollout: '', failedTasks: 0 };
  const isYoung = (since: number) => Date.parse(at) - since < STARTING_MS;
  if (rollout === 'IN_PROGRESS') return failedTasks === 0 && isYoung(created);
  const hasFailures = (observedValue(service.stopped) ?? []).some(
    (task) => task.at !== undefined && isYoung(Date.parse(task.at)),
  );
  return (
    !hasFailures &&
    service.events.some(
      (event) => STARTED.test(event.message) && event.at !== undefined && isYoung(Date.parse(event.at)),
    )
  );
}

export const serviceTasksMissing: Diagnosis = {
  code: 'service-tasks-missing',
  severity: 'error',
  title: 'The service runs fewer tasks than it wants',
  reasoning:
    'ECS reports how many tasks are wanted and how many run. A deployment or scaling that began less than ten minutes ago is given time, as long as its tasks do not fail.',
  source: ecsApi('Service'),
  basis: certain('the counts that ECS reports'),
  judge: (observed, context) =>
    servicesOf(observed)
      .filter((service) => service.running < service.desired && !isStarting(service, observed.at))
      .map((service): Violation => {
        const { arn, name, running, desired, events } = service;
        return {
          subject: arn,
          severity: running === 0 ? 'error' : 'warning',
          what: `${name} wants ${desired} tasks, and ${running === 0 ? 'none runs' : `${running} ${running === 1 ? 'runs' : 'run'}`}.`,
          evidence: [
            ['tasks wanted', desired],
            ['tasks running', running],
            ...(events[0] === undefined ? [] : [['latest event', events[0].message] as const]),
          ],
          causes: [
            'Tasks do not start, end by themselves, or are stopped: the events and the stopped tasks say which.',
          ],
          steps: [showService(context, service)],
        };
      }),
};

const ROLLED_BACK = /roll(?:ing|ed) back/i;

export const serviceDeploymentFailed: Diagnosis = {
  code: 'service-deployment-failed',
  severity: 'error',
  title: 'A deployment of the service failed',
  reasoning:
    'ECS marks a deployment FAILED when its circuit breaker or an alarm ends it, and rolls back to the previous one if there is one. The old version then runs.',
  source: ecsGuide('deployment-circuit-breaker'),
  basis: certain('the state of the deployment that ECS reports'),
  judge: (observed, context) =>
    servicesOf(observed).flatMap((service): Violation[] => {
      const failed = service.deployments.find(({ rollout }) => rollout === 'FAILED');
      const current = primary(service);
      const isBack = current !== undefined && current !== failed && ROLLED_BACK.test(current.reason ?? '');
      const judged = failed ?? (isBack ? current : undefined);
      if (judged === undefined) return [];
      // Another deployment has begun since, so that one shows the current state.
      if (!isBack && judged !== current) return [];
      return [
        {
          subject: service.arn,
          severity: isBack ? 'warning' : 'error',
          what: isBack
            ? `The latest deployment of ${service.name} failed, and ECS rolled back to the previous version.`
            : `The latest deployment of ${service.name} failed.`,
          evidence: [
            ['deployment', judged.id],
            ['state', judged.rollout],
            ...(judged.reason === undefined ? [] : [['reason', judged.reason] as const]),
            ['failed tasks', judged.failedTasks],
          ],
          causes: [
            /alarm/i.test(judged.reason ?? '')
              ? 'An alarm of the service fired while the new version started.'
              : 'Tasks of the new version did not start or did not become healthy.',
          ],
          steps: [
            showService(context, service),
            { kind: 'fix', words: 'Fix what the stopped tasks of the new version report, and deploy again.' },
          ],
        },
      ];
    }),
};

const UNABLE = /\b(?:is|was) unable to\b/;
const STEADY = /has reached a steady state/;

/** What it has been unable to do since it last reached a steady state. */
function unable({ events }: EcsService, from: string) {
  const steady = events.findIndex(({ message }) => STEADY.test(message));
  return events
    .slice(0, steady === -1 ? undefined : steady)
    .filter(({ at, message }) => UNABLE.test(message) && (at === undefined || at >= from));
}

export const serviceUnable: Diagnosis = {
  code: 'service-unable',
  severity: 'error',
  title: 'ECS cannot do what the service asks for',
  reasoning:
    'The events of a service say when ECS is unable to place or start tasks, or to register targets. Events from before the service was last steady no longer count.',
  source: ecsGuide('service-event-messages-list'),
  basis: certain('the events of the service'),
  judge: (observed, context) =>
    servicesOf(observed).flatMap((service): Violation[] => {
      const [latest, ...more] = unable(service, observed.window.from);
      if (latest === undefined) return [];
      return [
        {
          subject: service.arn,
          what: `ECS reports of ${service.name}: ${latest.message}`,
          evidence: [
            ['event', latest.message],
            ...(latest.at === undefined ? [] : [['at', latest.at] as const]),
            ['events of this kind', more.length + 1],
          ],
          causes: [
            'What the event mentions: capacity, addresses in the subnets, a quota, a role, or tasks that fail.',
          ],
          steps: [showService(context, service)],
        },
      ];
    }),
};

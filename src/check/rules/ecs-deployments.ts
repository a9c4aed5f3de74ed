// How ECS replaces the tasks of a service, and what that does to open sockets.
import { STRATEGIES } from '../../alb/ecs-deployments.ts';
import { certain, inferred, type Words } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, ecsGuide } from '../../alb/sources.ts';
import type { FindingSeverity } from '../../common/severity.ts';
import type { Model } from '../model.ts';
import { each, violation, type Args, type CheckRule, type Violation } from '../rule.ts';
import { numeric, services, type Service } from '../services.ts';

type Verdict = 'met' | 'not-applicable' | Violation;
const FROM_SOCKETS = inferred(
  'a target group that is said to carry sockets; what follows for them is ECS’s documented order',
);

interface About {
  readonly severity: FindingSeverity;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  readonly words: (args: Args) => Words;
}

/** Makes a rule about services whose target groups carry sockets. */
const aboutSockets = (
  code: string,
  about: About,
  judge: (service: Service, model: Model) => Verdict,
): CheckRule => ({
  code,
  ...about,
  group: about.severity === 'info' ? 'practice' : 'sockets',
  basis: FROM_SOCKETS,
  judge: each(services, (service, model) => (service.hasSockets ? judge(service, model) : 'not-applicable')),
});

const inConfiguration = (service: Service, ...path: string[]) =>
  service.at('DeploymentConfiguration', ...path);

export const ecsMinHealthy = aboutSockets(
  'ecs-min-healthy',
  {
    severity: 'warning',
    title: 'Deployment that stops tasks before new ones run',
    why: 'With MinimumHealthyPercent below 100 ECS takes tasks away before their successors are healthy, and their sockets reconnect to the remaining tasks.',
    source: ecsApi('DeploymentConfiguration'),
    words: ({ value }) => ({
      what: `MinimumHealthyPercent is ${String(value)}.`,
      allowed: '100, with MaximumPercent 200',
      remedy: 'Set MinimumHealthyPercent to 100.',
    }),
  },
  (service) => {
    const { value, line } = inConfiguration(service, 'MinimumHealthyPercent');
    const { value: strategy } = inConfiguration(service, 'Strategy');
    // The other strategies start a complete second set of tasks first.
    if (strategy !== undefined && strategy !== STRATEGIES.rolling) return 'not-applicable';
    if (value === UNKNOWN) return 'not-applicable';
    const percent = numeric(value) ?? 100;
    return percent < 100 ? violation(line, { value: percent }) : 'met';
  },
);

export const ecsGracePeriod = aboutSockets(
  'ecs-grace-period',
  {
    severity: 'warning',
    title: 'Service without a grace period for health checks',
    why: 'HealthCheckGracePeriodSeconds is 0 by default: a task that starts more slowly than its health check is stopped again and again.',
    source: ecsApi('CreateService'),
    words: () => ({
      what: 'HealthCheckGracePeriodSeconds is not set.',
      remedy: 'Set it to the time that a task needs to start, such as 60.',
    }),
  },
  (service) => {
    const { value, line } = service.at('HealthCheckGracePeriodSeconds');
    if (value === UNKNOWN) return 'not-applicable';
    return numeric(value) ? 'met' : violation(line);
  },
);

export const ecsNoCircuitBreaker = aboutSockets(
  'ecs-no-circuit-breaker',
  {
    severity: 'warning',
    title: 'Rolling deployment with nothing to stop it',
    why: 'Without a circuit breaker or alarms a version that never becomes healthy keeps the stack in progress for up to three hours.',
    source: ecsGuide('deployment-circuit-breaker'),
    words: () => ({
      what: 'DeploymentConfiguration has neither DeploymentCircuitBreaker nor Alarms.',
      remedy: 'Set DeploymentCircuitBreaker with Enable and Rollback true.',
    }),
  },
  (service, { resolver }) => {
    if (service.strategy === UNKNOWN || service.strategy !== 'ROLLING') return 'not-applicable';
    const [breaker, alarms] = ['DeploymentCircuitBreaker', 'Alarms'].map((key) =>
      resolver.at(service.resource.properties, 'DeploymentConfiguration', key),
    );
    if (breaker === UNKNOWN || alarms === UNKNOWN) return 'not-applicable';
    return breaker || alarms ? 'met' : violation(inConfiguration(service).line);
  },
);

export const ecsRebalancing = aboutSockets(
  'ecs-rebalancing',
  {
    severity: 'info',
    title: 'Zone rebalancing left at its default',
    why: 'AvailabilityZoneRebalancing is ENABLED for new services: ECS stops healthy tasks, with their sockets, at a time that nobody chose.',
    source: ecsGuide('service-rebalancing'),
    words: () => ({
      what: 'AvailabilityZoneRebalancing is not set, so it is ENABLED for a new service.',
      remedy: 'Set it to DISABLED, or to ENABLED if clients reconnect well.',
    }),
  },
  (service) => {
    const { value, line } = service.at('AvailabilityZoneRebalancing');
    if (value === UNKNOWN) return 'not-applicable';
    return value === undefined ? violation(line) : 'met';
  },
);

export const ecsStopTimeoutDefault = aboutSockets(
  'ecs-stop-timeout-default',
  {
    severity: 'info',
    title: 'Container with 30 seconds to close its sockets',
    why: 'StopTimeout is 30 s by default; a server that needs longer to close its sockets is killed.',
    source: ecsApi('ContainerDefinition'),
    words: ({ name }) => ({
      what: `${String(name)} has no StopTimeout, so it is 30 seconds.`,
      allowed: '2–120 seconds on Fargate',
      remedy: 'Set StopTimeout to the time that the server needs to close its sockets.',
    }),
  },
  ({ containers, resource, task }, { resolver }) => {
    if (containers === UNKNOWN || !task) return 'not-applicable';
    const items = resolver.items(resolver.at(resource.properties, 'LoadBalancers') as never);
    const names =
      items === UNKNOWN
        ? []
        : items.map((one) => (one === UNKNOWN ? UNKNOWN : resolver.at(one, 'ContainerName')));
    for (const container of containers) {
      const name = resolver.at(container, 'Name');
      const isReached = names.some(
        (one) =>
          typeof one === 'object' &&
          typeof name === 'object' &&
          one.kind === 'scalar' &&
          name.kind === 'scalar' &&
          one.value === name.value,
      );
      if (!isReached || typeof name !== 'object' || name.kind !== 'scalar') continue;
      if (resolver.at(container, 'StopTimeout') === undefined)
        return { line: container.line, resource: task, args: { name: name.value } };
      return 'met';
    }
    return 'not-applicable';
  },
);

export const ecsServiceName = aboutSockets(
  'ecs-service-name',
  {
    severity: 'info',
    title: 'ECS service with a fixed name',
    why: 'Some changes replace the service, and CloudFormation creates the new one first: with a fixed name that fails.',
    source: ecsApi('CreateService'),
    words: ({ name }) => ({
      what: `ServiceName is ${JSON.stringify(name)}.`,
      remedy: 'Leave ServiceName out.',
    }),
  },
  (service) => {
    const { value, line } = service.at('ServiceName');
    if (value === UNKNOWN) return 'not-applicable';
    return value === undefined ? 'met' : violation(line, { name: value });
  },
);

/** Percentages that leave a rolling deployment no room. */
export const ecsCannotDeploy: CheckRule = {
  code: 'ecs-cannot-deploy',
  severity: 'error',
  group: 'refused',
  title: 'Percentages that leave no room to deploy',
  why: 'ECS may start no task above MaximumPercent and stop none below MinimumHealthyPercent: with both at the task count it waits forever.',
  source: ecsApi('DeploymentConfiguration'),
  basis: certain('the API reference and its rounding'),
  judge: each(services, (service) => {
    const [min, max] = ['MinimumHealthyPercent', 'MaximumPercent'].map((key) =>
      inConfiguration(service, key),
    );
    const count = service.at('DesiredCount').value;
    if (service.strategy !== 'ROLLING' || min?.value === UNKNOWN || max?.value === UNKNOWN)
      return 'not-applicable';
    const least = numeric(min?.value) ?? 100;
    const most = numeric(max?.value) ?? 200;
    const desired = numeric(count);
    const line = max?.line ?? service.resource.line;
    if (most <= 100 && least >= 100) return violation(line, { least, most });
    if (desired === undefined || desired === 0) return count === UNKNOWN ? 'not-applicable' : 'met';
    const isStuck =
      Math.floor((desired * most) / 100) <= desired && Math.ceil((desired * least) / 100) >= desired;
    return isStuck ? violation(line, { least, most, desired }) : 'met';
  }),
  words: ({ least, most, desired }) => ({
    what: `MinimumHealthyPercent ${String(least)} and MaximumPercent ${String(most)}${desired === undefined ? '' : ` of ${String(desired)} tasks`} leave no room: no task may stop, and none may start.`,
    remedy: 'Set MaximumPercent to 200.',
  }),
};

export const ecsRebalancingMax: CheckRule = {
  code: 'ecs-rebalancing-max',
  severity: 'error',
  group: 'refused',
  title: 'Zone rebalancing with MaximumPercent 100',
  why: 'Rebalancing starts a task before it stops one, so ECS refuses it with MaximumPercent 100.',
  source: ecsGuide('service-rebalancing'),
  judge: each(services, (service) => {
    const rebalancing = service.at('AvailabilityZoneRebalancing').value;
    const { value, line } = inConfiguration(service, 'MaximumPercent');
    if (rebalancing === UNKNOWN || value === UNKNOWN) return 'not-applicable';
    const isFull = numeric(value) !== undefined && Number(value) <= 100;
    return rebalancing === 'ENABLED' && isFull ? violation(line, { value: Number(value) }) : 'met';
  }),
  words: ({ value }) => ({
    what: `AvailabilityZoneRebalancing is ENABLED, and MaximumPercent is ${String(value)}.`,
    allowed: 'MaximumPercent above 100',
    remedy: 'Set MaximumPercent to 200.',
  }),
};

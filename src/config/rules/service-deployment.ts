// How tasks are replaced: percentages, delays and alarms that must agree.
import { STACK_UPDATE_SECONDS } from '../../alb/ecs-fargate.ts';
import { forNumber } from '../../common/numbers.ts';
import type { Config, Service } from '../schema/index.ts';
import {
  batchSize,
  canDeploy,
  canRollBackOnNoHealthyTargets,
  firstTaskSeconds,
  noHealthyTargetsWindow,
  TASK_PROTECTION,
  taskBounds,
} from '../service.ts';
import { aboutService } from './service.ts';
import type { ConfigRule } from './rule.ts';

const minimumHealthy = aboutService({
  code: 'service-min-healthy',
  severity: 'warning',
  keys: ['service.minimumHealthyPercent'],
  // ECS documents both percentages as limits for rolling deployments.
  violated: ({ deployment, minimumHealthyPercent }) =>
    deployment.strategy === 'rolling' && minimumHealthyPercent < 100,
  words: ({ minimumHealthyPercent }) => ({
    what: `service.minimumHealthyPercent is ${minimumHealthyPercent}: a deployment stops tasks before their successors are healthy, and their sockets reconnect to the remaining tasks, which are stopped next.`,
    allowed: '100, so that every socket moves once',
    remedy: 'Remove service.minimumHealthyPercent.',
  }),
});

const stuck = aboutService({
  code: 'service-cannot-deploy',
  severity: 'error',
  keys: ['service.maximumPercent', 'service.minimumHealthyPercent', 'service.tasks'],
  violated: (service) =>
    service.deployment.strategy === 'rolling' && !canDeploy(service, taskBounds(service).min),
  words: (service) => {
    const { min } = taskBounds(service);
    const { minimumHealthyPercent, maximumPercent } = service;
    return {
      what: `With ${min} ${forNumber(min, 'task', 'tasks')} service.minimumHealthyPercent ${minimumHealthyPercent} lets none stop and service.maximumPercent ${maximumPercent} lets none start: a deployment waits forever.`,
      allowed: 'percentages that leave room for one task (the maximum is rounded down, the minimum up)',
      remedy: 'Remove service.maximumPercent for 200.',
    };
  },
});

const rebalancingFull = aboutService({
  code: 'service-rebalancing-max',
  severity: 'error',
  keys: ['service.zoneRebalancing', 'service.maximumPercent'],
  violated: ({ zoneRebalancing, maximumPercent }) => zoneRebalancing && maximumPercent <= 100,
  words: () => ({
    what: 'service.zoneRebalancing starts a task before it stops one, which service.maximumPercent 100 does not allow.',
    allowed: 'service.zoneRebalancing with a service.maximumPercent above 100',
    remedy: 'Raise service.maximumPercent, or remove service.zoneRebalancing.',
  }),
});

const noGracePeriod = aboutService({
  code: 'service-grace-period',
  severity: 'warning',
  keys: ['service.healthCheckGracePeriod'],
  violated: ({ healthCheckGracePeriod }) => healthCheckGracePeriod === 0,
  words: () => ({
    what: 'service.healthCheckGracePeriod is 0: a task that starts more slowly than its health check is stopped again and again.',
    allowed: 'the time that a task needs to start, such as 60',
    remedy: 'Remove service.healthCheckGracePeriod.',
  }),
});

const noDelay = aboutService({
  code: 'service-no-delay',
  severity: 'warning',
  keys: ['target.deregistrationDelay'],
  violated: (_, { target }) => target.deregistrationDelay === 0,
  words: () => ({
    what: 'target.deregistrationDelay is 0: ECS takes a task out of the load balancer, which cuts all its sockets at once, before the server gets SIGTERM.',
    allowed: 'the seconds that a task’s sockets have to move, such as 300',
    remedy: 'Remove target.deregistrationDelay, or set it to 30 or more.',
  }),
});

const longAge = aboutService({
  code: 'service-socket-age',
  severity: 'warning',
  keys: ['service.maxSocketAge', 'target.deregistrationDelay'],
  violated: ({ maxSocketAge }, { target }) => maxSocketAge > target.deregistrationDelay,
  words: ({ maxSocketAge }, { target }) => ({
    what: `service.maxSocketAge ${maxSocketAge} is longer than target.deregistrationDelay ${target.deregistrationDelay}: on its own it does not empty a task that is taken out, and the last sockets depend on the server noticing.`,
    allowed: 'service.maxSocketAge up to target.deregistrationDelay (3600 at most)',
    remedy: 'Raise target.deregistrationDelay, lower service.maxSocketAge, or remove it.',
  }),
});

/** The longest time that a deployment waits for tasks to stop, in seconds. */
function drainingSeconds(service: Service, { target }: Config): number {
  const { max } = taskBounds(service);
  const batches = max === 0 ? 0 : Math.ceil(max / batchSize(service, max));
  const kept = service.taskProtection === false ? 0 : TASK_PROTECTION.longest;
  return batches * (kept + target.deregistrationDelay + service.stopTimeout);
}

const endlessDeployment = aboutService({
  code: 'service-deployment-time',
  severity: 'warning',
  keys: ['service.maximumPercent', 'target.deregistrationDelay', 'service.tasks'],
  // Other strategies remove all old tasks at once, and have a limit of their own.
  violated: (service, config) =>
    service.deployment.strategy === 'rolling' && drainingSeconds(service, config) > STACK_UPDATE_SECONDS,
  words: (service, config) => {
    const { max } = taskBounds(service);
    return {
      what: `A deployment of ${max} tasks in batches of ${batchSize(service, max)} waits up to ${(drainingSeconds(service, config) / 3600).toFixed(1)} hours for sockets to go (target.deregistrationDelay ${config.target.deregistrationDelay} and service.stopTimeout ${service.stopTimeout}${service.taskProtection === false ? '' : `, and up to ${TASK_PROTECTION.longest} of service.taskProtection,`} for each batch): CloudFormation gives up after 3.`,
      allowed: 'batches that finish within 3 hours',
      remedy: 'Raise service.maximumPercent, or lower target.deregistrationDelay.',
    };
  },
});

const protectedWithoutRoom = aboutService({
  code: 'service-protection-room',
  severity: 'warning',
  keys: ['service.taskProtection', 'service.maximumPercent'],
  violated: ({ deployment, taskProtection, maximumPercent }) =>
    deployment.strategy === 'rolling' && taskProtection !== false && maximumPercent <= 100,
  words: ({ maximumPercent }) => ({
    what: `service.taskProtection keeps tasks running that a deployment wants to stop, and service.maximumPercent ${maximumPercent} lets no new one start alongside them: the deployment waits until none is protected.`,
    allowed: 'service.taskProtection with a service.maximumPercent above 100',
    remedy: 'Raise service.maximumPercent, or remove service.taskProtection.',
  }),
});

const hastyRollback = aboutService({
  code: 'service-rollback-alarm',
  severity: 'warning',
  keys: ['alarms.noHealthyTargets', 'service.rollbackOnAlarms'],
  violated: ({ rollbackOnAlarms }, config) =>
    rollbackOnAlarms &&
    noHealthyTargetsWindow(config) !== undefined &&
    !canRollBackOnNoHealthyTargets(config),
  words: (service, config) => ({
    what: `alarms.noHealthyTargets goes off after ${noHealthyTargetsWindow(config)} s, and the first tasks of a stack may need ${firstTaskSeconds(service)}: it would end the first deployment, so no deployment is rolled back on it.`,
    allowed: `at least ${firstTaskSeconds(service)} s in alarms.noHealthyTargets.period times datapointsToAlarm`,
    remedy:
      'Raise alarms.noHealthyTargets.evaluationPeriods and datapointsToAlarm, or remove alarms.noHealthyTargets.',
  }),
});

export const serviceDeploymentRules: readonly ConfigRule[] = [
  minimumHealthy,
  stuck,
  rebalancingFull,
  noGracePeriod,
  noDelay,
  longAge,
  endlessDeployment,
  protectedWithoutRoom,
  hastyRollback,
];

// The numbers of a service must agree with each other and with those of the load balancer.
import { FARGATE_MEMORY, memoryWords, STACK_UPDATE_SECONDS } from '../../alb/ecs-fargate.ts';
import { forNumber } from '../../common/numbers.ts';
import type { Config, Service } from '../schema/index.ts';
import {
  batchSize,
  canDeploy,
  canRollBackOnNoHealthyTargets,
  firstTaskSeconds,
  noHealthyTargetsWindow,
  scalingOf,
  taskBounds,
} from '../service.ts';
import { isShared } from '../target-groups.ts';
import type { ConfigRule } from './rule.ts';

interface About extends Omit<ConfigRule, 'violated' | 'words'> {
  readonly violated: (service: Service, config: Config) => boolean;
  readonly words: (service: Service, config: Config) => ReturnType<ConfigRule['words']>;
}

/** A rule about a config that has a service. */
export const aboutService = ({ violated, words, ...rest }: About): ConfigRule => ({
  ...rest,
  violated: (config) => config.service !== false && violated(config.service, config),
  words: (config) => {
    if (config.service === false) throw new Error('there is no service');
    return words(config.service, config);
  },
});

const size = aboutService({
  code: 'fargate-size',
  severity: 'error',
  keys: ['service.memory', 'service.cpu'],
  violated: ({ cpu, memory }) => !(FARGATE_MEMORY.get(cpu) ?? []).includes(memory),
  words: ({ cpu, memory }) => ({
    what: `Fargate has no task of service.cpu ${cpu} and service.memory ${memory}.`,
    allowed: `with service.cpu ${cpu}: ${memoryWords(cpu)}`,
    remedy: `Set service.memory to one of these, or remove it for ${2 * cpu}.`,
  }),
});

const targetType = aboutService({
  code: 'service-target-type',
  severity: 'error',
  keys: ['target.type'],
  violated: (_, { target }) => target.type !== 'ip',
  words: (_, { target }) => ({
    what: `target.type is ${target.type}, but tasks on Fargate register addresses: ECS refuses the service.`,
    allowed: 'ip with a service',
    remedy: 'Remove target.type: it follows from the service.',
  }),
});

const ownTargets = aboutService({
  code: 'service-targets',
  severity: 'error',
  keys: ['target.ipAddresses', 'target.instanceIds', 'target.instanceCount'],
  violated: (_, { target }) =>
    target.ipAddresses !== undefined || target.instanceIds !== undefined || (target.instanceCount ?? 0) > 0,
  words: () => ({
    what: 'Targets are to be registered by the template, and service registers its tasks in the same target group.',
    allowed: 'one of the two',
    remedy: 'Remove target.ipAddresses, target.instanceIds and target.instanceCount, or service.',
  }),
});

const unscaled = aboutService({
  code: 'service-scaling-target',
  severity: 'error',
  keys: ['service.tasks', 'service.socketsPerTask'],
  violated: (service) => scalingOf(service) !== undefined && service.socketsPerTask === undefined,
  words: (service) => ({
    what: `service.tasks is between ${taskBounds(service).min} and ${taskBounds(service).max}, and service.socketsPerTask does not say when there are too few.`,
    allowed: 'service.tasks min and max together with service.socketsPerTask',
    remedy:
      'Set service.socketsPerTask to half or two thirds of the sockets that a task can hold, or service.tasks to a number.',
  }),
});

const fixedAndScaled = aboutService({
  code: 'service-scaling-fixed',
  severity: 'error',
  keys: ['service.socketsPerTask', 'service.cpuPercent', 'service.tasks'],
  violated: (service) =>
    scalingOf(service) === undefined &&
    (service.socketsPerTask !== undefined || service.cpuPercent !== undefined),
  words: ({ socketsPerTask, ...service }) => ({
    what: `service.${socketsPerTask === undefined ? 'cpuPercent' : 'socketsPerTask'} is for scaling, but service.tasks is the fixed number ${taskBounds(service).max}.`,
    allowed: 'service.tasks with min and max',
    remedy: `Set service.tasks.min and service.tasks.max, or remove service.${socketsPerTask === undefined ? 'cpuPercent' : 'socketsPerTask'}.`,
  }),
});

const bounds = aboutService({
  code: 'service-tasks-range',
  severity: 'error',
  keys: ['service.tasks.min', 'service.tasks.max'],
  violated: (service) => taskBounds(service).min > taskBounds(service).max,
  words: (service) => ({
    what: `service.tasks.min ${taskBounds(service).min} is more than service.tasks.max ${taskBounds(service).max}.`,
    allowed: 'min at most max',
    remedy: 'Lower service.tasks.min, or raise service.tasks.max.',
  }),
});

const sharedMetric = aboutService({
  code: 'service-scaling-shared',
  severity: 'error',
  keys: ['service.tasks', 'service.socketsPerTask', 'metrics'],
  violated: (service, config) =>
    scalingOf(service) !== undefined && config.metrics === false && isShared(config),
  words: () => ({
    what: 'The tasks would be scaled on the connections of the load balancer, and those of the routes count there too: nothing says how many sockets are open.',
    allowed: 'scaling with routes only together with metrics',
    remedy:
      'Set metrics to true, and let the servers publish ConnectedClients, as `websocket-alb snippet server` does; or set service.tasks to a number.',
  }),
});

const capacity = aboutService({
  code: 'service-capacity',
  severity: 'warning',
  keys: ['service.tasks', 'service.socketsPerTask', 'workload.connections'],
  violated: (service, { workload }) =>
    (workload.connections ?? 0) > taskBounds(service).max * (service.socketsPerTask ?? Infinity),
  words: (service, { workload }) => ({
    what: `workload.connections ${workload.connections} is more than service.tasks.max ${taskBounds(service).max} times service.socketsPerTask ${service.socketsPerTask}: each task will hold more sockets than that.`,
    allowed: 'service.tasks.max times service.socketsPerTask at least workload.connections',
    remedy: `Raise service.tasks.max to ${Math.ceil((workload.connections ?? 0) / (service.socketsPerTask ?? 1))}.`,
  }),
});

const minimumHealthy = aboutService({
  code: 'service-min-healthy',
  severity: 'warning',
  keys: ['service.minimumHealthyPercent'],
  violated: ({ minimumHealthyPercent }) => minimumHealthyPercent < 100,
  words: ({ minimumHealthyPercent }) => ({
    what: `service.minimumHealthyPercent is ${minimumHealthyPercent}: a deployment takes tasks away before their successors are healthy, and their sockets reconnect to those that are left, which are taken away next.`,
    allowed: '100, so that every socket moves once',
    remedy: 'Remove service.minimumHealthyPercent.',
  }),
});

const stuck = aboutService({
  code: 'service-cannot-deploy',
  severity: 'error',
  keys: ['service.maximumPercent', 'service.minimumHealthyPercent', 'service.tasks'],
  violated: (service) => !canDeploy(service, taskBounds(service).min),
  words: (service) => {
    const { min } = taskBounds(service);
    const { minimumHealthyPercent, maximumPercent } = service;
    return {
      what: `With ${min} ${forNumber(min, 'task', 'tasks')} service.minimumHealthyPercent ${minimumHealthyPercent} lets none stop and service.maximumPercent ${maximumPercent} lets none start: a deployment waits for ever.`,
      allowed: 'percentages that leave room for one task (the most is rounded down, the least up)',
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
    what: 'service.zoneRebalancing starts a task before it stops one, and service.maximumPercent 100 does not let it.',
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
    what: 'service.healthCheckGracePeriod is 0: a task that starts more slowly than its health check is stopped, again and again.',
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
    allowed: 'the seconds over which the sockets of a task can move, such as 300',
    remedy: 'Remove target.deregistrationDelay, or set it to 30 or more.',
  }),
});

/** The longest that a deployment waits for tasks to go, in seconds. */
function drainingSeconds(service: Service, { target }: Config): number {
  const { max } = taskBounds(service);
  const batches = max === 0 ? 0 : Math.ceil(max / batchSize(service, max));
  return batches * (target.deregistrationDelay + service.stopTimeout);
}

const endlessDeployment = aboutService({
  code: 'service-deployment-time',
  severity: 'warning',
  keys: ['service.maximumPercent', 'target.deregistrationDelay', 'service.tasks'],
  violated: (service, config) => drainingSeconds(service, config) > STACK_UPDATE_SECONDS,
  words: (service, config) => {
    const { max } = taskBounds(service);
    return {
      what: `A deployment of ${max} tasks in batches of ${batchSize(service, max)} waits up to ${(drainingSeconds(service, config) / 3600).toFixed(1)} hours for sockets to go (target.deregistrationDelay ${config.target.deregistrationDelay} and service.stopTimeout ${service.stopTimeout} for each batch): CloudFormation gives up after 3.`,
      allowed: 'batches that are done within 3 hours',
      remedy: 'Raise service.maximumPercent, or lower target.deregistrationDelay.',
    };
  },
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

const variableTwice = aboutService({
  code: 'service-variable-twice',
  severity: 'error',
  keys: ['service.environment', 'service.secrets'],
  violated: (service) => variablesTwice(service).length > 0,
  words: (service) => ({
    what: `service.environment and service.secrets both set ${variablesTwice(service).join(', ')}.`,
    allowed: 'each variable once',
    remedy: 'Remove it from service.environment.',
  }),
});

const variablesTwice = ({ environment, secrets }: Service): string[] =>
  Object.keys(environment).filter((name) => Object.hasOwn(secrets, name));

export const serviceRules: readonly ConfigRule[] = [
  size,
  targetType,
  ownTargets,
  unscaled,
  fixedAndScaled,
  bounds,
  sharedMetric,
  capacity,
  minimumHealthy,
  stuck,
  rebalancingFull,
  noGracePeriod,
  noDelay,
  endlessDeployment,
  hastyRollback,
  variableTwice,
];

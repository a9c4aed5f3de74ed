// The numbers of a service must be consistent with each other and with those of the load balancer.
import { FARGATE_MEMORY, memoryWords } from '../../alb/ecs-fargate.ts';
import type { Config, Service } from '../schema/index.ts';
import { scalingOf, TARGET_GROUPS_VARIABLE, taskBounds } from '../service.ts';
import { isShared } from '../target-groups.ts';
import type { ConfigRule } from './rule.ts';

interface About extends Omit<ConfigRule, 'violated' | 'words'> {
  readonly violated: (service: Service, config: Config) => boolean;
  readonly words: (service: Service, config: Config) => ReturnType<ConfigRule['words']>;
}

/** Makes a rule about a config that has a service. */
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

const reservedVariable = aboutService({
  code: 'service-variable-reserved',
  severity: 'error',
  keys: [`service.environment.${TARGET_GROUPS_VARIABLE}`, `service.secrets.${TARGET_GROUPS_VARIABLE}`],
  violated: ({ environment, secrets }) =>
    Object.hasOwn(environment, TARGET_GROUPS_VARIABLE) || Object.hasOwn(secrets, TARGET_GROUPS_VARIABLE),
  words: () => ({
    what: `${TARGET_GROUPS_VARIABLE} is set by the template itself: the server asks these target groups whether it is taken out.`,
    allowed: 'any other variable',
    remedy: `Remove ${TARGET_GROUPS_VARIABLE}.`,
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
  reservedVariable,
  variableTwice,
];

import { shiftsTraffic } from '../../config/deployment.ts';
import { DEFAULT_INSTANCES } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import type { WizardQuestion } from '../question.ts';
import { listOf, valueOf } from './answers.ts';
import { taskQuestions } from './tasks.ts';

type Runs = 'instances' | 'addresses' | 'elsewhere' | 'service';

function runsOf({ target, service }: Config): Runs {
  if (service !== false) return 'service';
  if (target.type === 'ip') return 'addresses';
  return target.instanceCount === 0 ? 'elsewhere' : 'instances';
}

const STICKINESS = ['target', 'stickiness'];

export const serverQuestions: readonly WizardQuestion[] = [
  {
    id: 'servers',
    keys: ['target.type', 'target.instanceCount', 'target.instanceIds', 'target.ipAddresses', 'service'],
    kind: 'choice',
    message: 'What runs the WebSocket servers?',
    options: [
      { label: 'EC2 instances that are registered by the template', value: 'instances' },
      { label: 'an Auto Scaling group, which registers its instances itself', value: 'elsewhere' },
      { label: 'Fargate or another service that registers addresses', value: 'addresses' },
      { label: 'a container: create the service that runs it on Fargate too', value: 'service' },
    ],
    initial: runsOf,
    assign: (answer, config) => {
      const { target } = config;
      if (answer === 'service')
        return [
          // An existing service keeps its keys.
          ...(config.service === false ? [{ path: ['service'], value: true }] : []),
          ...['type', 'instanceCount', 'instanceIds', 'ipAddresses'].map((key) => ({
            path: ['target', key],
            value: undefined,
          })),
        ];
      if (answer === 'addresses')
        return [
          { path: ['service'], value: undefined },
          { path: ['target', 'type'], value: 'ip' },
          { path: ['target', 'instanceCount'], value: undefined },
          { path: ['target', 'instanceIds'], value: undefined },
        ];
      const instances = answer === 'instances';
      return [
        { path: ['service'], value: undefined },
        { path: ['target', 'type'], value: undefined },
        { path: ['target', 'ipAddresses'], value: undefined },
        { path: ['target', 'instanceCount'], value: instances ? target.instanceCount || undefined : 0 },
        ...(instances ? [] : [{ path: ['target', 'instanceIds'], value: undefined }]),
      ];
    },
  },
  {
    id: 'instanceIds',
    keys: ['target.instanceCount', 'target.instanceIds'],
    kind: 'several',
    message: 'Which instances',
    whenEmpty: 'given at each deployment',
    when: (config) => runsOf(config) === 'instances',
    lookup: { kind: 'instances', from: ({ network }) => network.vpcId },
    needsChoices: true,
    initial: ({ target }) => (target.instanceIds ?? []).join(', '),
    assign: (answer) => {
      const ids = listOf(answer);
      return ids.length === 0
        ? [{ path: ['target', 'instanceIds'], value: undefined }]
        : [
            { path: ['target', 'instanceIds'], value: ids },
            { path: ['target', 'instanceCount'], value: undefined },
          ];
    },
  },
  {
    id: 'instances',
    keys: ['target.instanceCount', 'target.instanceIds'],
    kind: 'text',
    message: 'How many instances',
    when: (config) => runsOf(config) === 'instances' && config.target.instanceIds === undefined,
    initial: ({ target }) => String(target.instanceCount ?? DEFAULT_INSTANCES),
    assign: (answer) => {
      const count = valueOf(answer);
      return [{ path: ['target', 'instanceCount'], value: count === DEFAULT_INSTANCES ? undefined : count }];
    },
  },
  {
    id: 'image',
    keys: ['service.image'],
    kind: 'text',
    message: 'The image (empty: given at each deployment)',
    when: (config) => runsOf(config) === 'service',
    initial: ({ service }) => (service === false ? '' : (service.image ?? '')),
    assign: (answer) => [
      { path: ['service', 'image'], value: answer.trim() === '' ? undefined : answer.trim() },
    ],
  },
  ...taskQuestions,
  {
    id: 'strategy',
    keys: ['service.deployment.strategy'],
    kind: 'choice',
    message: 'How should a new version take over?',
    options: [
      { label: 'rolling: new tasks start, then the old ones leave', value: 'rolling' },
      {
        label: 'blue-green: new sockets go to the new tasks, and the old ones keep theirs for a while',
        value: 'blue-green',
      },
      { label: 'canary: the same, a few new sockets first', value: 'canary' },
      { label: 'linear: the same, in equal steps', value: 'linear' },
    ],
    when: (config) => runsOf(config) === 'service',
    initial: ({ service }) => (service === false ? 'rolling' : service.deployment.strategy),
    assign: (answer, { service }) => {
      if (service === false || answer === service.deployment.strategy) return [];
      return [
        // Settings for another strategy do not apply to this one.
        { path: ['service', 'deployment'], value: answer === 'rolling' ? undefined : { strategy: answer } },
        // Cookies cannot be combined with weights.
        ...(answer === 'rolling' ? [] : [{ path: STICKINESS, value: undefined }]),
      ];
    },
  },
  {
    id: 'port',
    keys: ['target.port'],
    kind: 'text',
    message: 'The port that they listen on',
    initial: ({ target }) => String(target.port),
    assign: (answer) => [{ path: ['target', 'port'], value: valueOf(answer) }],
  },
  {
    id: 'sockets',
    keys: ['workload.connections'],
    kind: 'text',
    message: 'How many sockets are open at peak (empty: not known)',
    initial: ({ workload }) => String(workload.connections ?? ''),
    assign: (answer) => [{ path: ['workload', 'connections'], value: valueOf(answer) }],
  },
  {
    id: 'heartbeat',
    keys: ['heartbeat'],
    kind: 'text',
    message: 'How often does the application ping, in seconds',
    initial: ({ heartbeat }) => String(heartbeat),
    assign: (answer) => [{ path: ['heartbeat'], value: valueOf(answer) }],
  },
  {
    id: 'polling',
    keys: ['target.stickiness'],
    kind: 'choice',
    message:
      'Do clients make HTTP requests before the upgrade that must reach the same server (Socket.IO polling, SignalR)?',
    options: [
      { label: 'no, they connect with a WebSocket at once', value: 'none' },
      { label: 'yes, and the load balancer sets the cookie', value: 'lb_cookie' },
      { label: 'yes, and the application sets its own cookie', value: 'app_cookie' },
    ],
    // Cookies cannot be combined with strategies that shift traffic.
    when: (config) => !shiftsTraffic(config),
    initial: ({ target }, isNew) => (isNew ? 'none' : target.stickiness.type),
    assign: (answer, { target }) =>
      answer === target.stickiness.type
        ? []
        : [{ path: STICKINESS, value: answer === 'app_cookie' ? undefined : { type: answer } }],
  },
  {
    id: 'cookie',
    keys: ['target.stickiness.cookieName'],
    kind: 'text',
    message: 'The name of that cookie',
    when: ({ target }) => target.stickiness.type === 'app_cookie',
    initial: ({ target }) => (target.stickiness.type === 'app_cookie' ? target.stickiness.cookieName : ''),
    assign: (answer) => [{ path: [...STICKINESS, 'cookieName'], value: answer.trim() }],
  },
];

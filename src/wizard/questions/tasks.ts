// Asks how many tasks of the service run.
import type { Config } from '../../config/schema/index.ts';
import { scalingOf, taskBounds } from '../../config/service.ts';
import type { WizardQuestion } from '../question.ts';
import { valueOf } from './answers.ts';

/** Initial values for scaling. */
const FIRST = { min: 2, max: 10, socketsPerTask: 2000 } as const;

const isScaled = ({ service }: Config): boolean => service !== false && scalingOf(service) !== undefined;

/** Parses `2-10`. Anything else is kept as it is, so that validation reports it. */
function rangeOf(answer: string): unknown {
  const [, min, max] = /^\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*$/.exec(answer) ?? [];
  return min === undefined || max === undefined ? valueOf(answer) : { min: Number(min), max: Number(max) };
}

export const taskQuestions: readonly WizardQuestion[] = [
  {
    id: 'scaling',
    keys: ['service.tasks', 'service.socketsPerTask', 'service.cpuPercent'],
    kind: 'choice',
    message: 'How many tasks run?',
    options: [
      { label: 'always the same number', value: 'fixed' },
      { label: 'as many as the open sockets need', value: 'scaled' },
    ],
    when: ({ service }) => service !== false,
    initial: (config) => (isScaled(config) ? 'scaled' : 'fixed'),
    assign: (answer, config) => {
      if ((answer === 'scaled') === isScaled(config)) return [];
      return answer === 'scaled'
        ? [
            { path: ['service', 'tasks'], value: { min: FIRST.min, max: FIRST.max } },
            { path: ['service', 'socketsPerTask'], value: FIRST.socketsPerTask },
          ]
        : [
            // The number first: a service without any keys would be removed.
            { path: ['service', 'tasks'], value: FIRST.min },
            { path: ['service', 'socketsPerTask'], value: undefined },
            { path: ['service', 'cpuPercent'], value: undefined },
          ];
    },
  },
  {
    id: 'tasks',
    keys: ['service.tasks'],
    kind: 'text',
    message: 'How many tasks',
    when: (config) => config.service !== false && !isScaled(config),
    initial: ({ service }) => (service === false ? '' : String(taskBounds(service).min)),
    assign: (answer) => [{ path: ['service', 'tasks'], value: valueOf(answer) ?? FIRST.min }],
  },
  {
    id: 'taskRange',
    keys: ['service.tasks', 'service.tasks.min', 'service.tasks.max'],
    kind: 'text',
    message: 'From how many tasks to how many (such as 2-10)',
    when: isScaled,
    initial: ({ service }) => {
      if (service === false) return '';
      const { min, max } = taskBounds(service);
      return `${min}-${max}`;
    },
    assign: (answer) => [{ path: ['service', 'tasks'], value: rangeOf(answer) }],
  },
  {
    id: 'socketsPerTask',
    keys: ['service.socketsPerTask'],
    kind: 'text',
    message: 'How many sockets per task: half to two thirds of what one can hold',
    when: isScaled,
    initial: ({ service }) =>
      service === false ? '' : String(service.socketsPerTask ?? FIRST.socketsPerTask),
    assign: (answer) => [{ path: ['service', 'socketsPerTask'], value: valueOf(answer) }],
  },
];

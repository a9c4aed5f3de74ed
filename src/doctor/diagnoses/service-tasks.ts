// Why tasks of an ECS service stopped, judged by ECS's reasons and the containers' exit codes.
import { certain, inferred } from '../../alb/finding.ts';
import { ecsGuide } from '../../alb/sources.ts';
import { many } from '../../common/numbers.ts';
import type { Diagnosis, Violation } from '../diagnosis.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
import type { EcsService, StoppedTask } from '../observations/services.ts';
import { showTasks } from '../steps/confirm.ts';

/** Exit code of a process that was killed: 128 + 9. */
const KILLED = 137;
/** Exit code of a process that does not handle SIGTERM: 128 + 15. */
const TERMINATED = 143;

const isOutOfMemory = ({ containers, reason }: StoppedTask): boolean =>
  [reason, ...containers.map((one) => one.reason ?? '')].some((words) => words.includes('OutOfMemory'));

const hasFailedHealthChecks = ({ reason }: StoppedTask): boolean => /failed ELB health checks/i.test(reason);

/**
 * ECS stopped it for a deployment, for scaling, because its host is going away, or because a user asked for it. Source:
 * ECS API reference, Task, stopCode.
 */
const STOPPED_BY_ECS = new Set([
  'ServiceSchedulerInitiated',
  'UserInitiated',
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
]);
const wasStopped = ({ code }: StoppedTask): boolean => STOPPED_BY_ECS.has(code ?? '');

const didNotStart = ({ code, reason }: StoppedTask): boolean =>
  code === 'TaskFailedToStart' || /^(CannotPull\w*Error|ResourceInitializationError)\b/.test(reason);

const wasKilled = (task: StoppedTask): boolean =>
  wasStopped(task) &&
  !isOutOfMemory(task) &&
  !hasFailedHealthChecks(task) &&
  task.containers.some(({ exitCode }) => exitCode === KILLED);

/** The names of the containers that were killed. */
const killedIn = ({ containers }: StoppedTask): string =>
  containers
    .filter(({ exitCode }) => exitCode === KILLED)
    .map(({ name }) => name)
    .join(', ');

const endedByItself = (task: StoppedTask): boolean =>
  task.code === 'EssentialContainerExited' &&
  !didNotStart(task) &&
  !isOutOfMemory(task) &&
  task.containers.some(({ exitCode }) => exitCode !== undefined && exitCode !== TERMINATED);

interface Kind extends Omit<Diagnosis, 'judge' | 'source'> {
  readonly source?: string;
  readonly isIt: (task: StoppedTask) => boolean;
  /** Describes what happened to `tasks`, a number of tasks as text. */
  readonly words: (tasks: string, name: string, latest: StoppedTask) => string;
  readonly causes: (task: StoppedTask) => readonly string[];
  readonly fix: (task: StoppedTask) => string;
}

/** Makes a diagnosis of stopped tasks; each reason is reported once per service. */
const aboutTasks = ({ isIt, words, causes, fix, ...rest }: Kind): Diagnosis => ({
  source: ecsGuide('stopped-task-error-codes'),
  ...rest,
  judge: (observed, context) =>
    (observedValue(observed.services) ?? []).flatMap((service): Violation[] => {
      const all = recent(observed, service).filter(isIt);
      const [latest] = all;
      if (latest === undefined) return [];
      const exits = latest.containers.filter(({ exitCode }) => exitCode !== undefined);
      return [
        {
          subject: service.arn,
          what: words(many(all.length, 'task'), service.name, latest),
          evidence: [
            ['stopped tasks', all.length],
            ...(latest.at === undefined ? [] : [['the latest at', latest.at] as const]),
            ['reason', latest.reason],
            ...exits.map(({ name, exitCode = 0 }) => [`exit code of ${name}`, exitCode] as const),
            ...latest.containers.flatMap(({ name, reason }) =>
              reason === undefined ? [] : [[`container ${name}`, reason] as const],
            ),
          ],
          causes: causes(latest),
          steps: [showTasks(context, service, [latest.arn]), { kind: 'fix', words: fix(latest) }],
        },
      ];
    }),
});

/** Tasks that stopped within the window, the latest first. */
const recent = ({ window }: Observations, { stopped }: EcsService): StoppedTask[] =>
  (observedValue(stopped) ?? [])
    .filter(({ at }) => at === undefined || at >= window.from)
    .toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));

/** What keeps a task from starting, by ECS's message. */
const START_CAUSES: readonly (readonly [RegExp, string, string])[] = [
  [
    /CannotPull/,
    'The image does not exist under this name, the execution role may not pull it, or the subnets have no route to the registry.',
    'Make sure that the image and its tag exist (service.image), and that the subnets of the tasks have a NAT gateway, endpoints for the registry, or public addresses.',
  ],
  [
    /exec format error|image Manifest does not contain descriptor matching platform/i,
    'The image is built for another processor than the task.',
    'Build the image for the task’s architecture, or change service.architecture.',
  ],
  [
    // ECS reports this about images too, even for tasks without secrets.
    /secrets? or registry auth.*registry auth|ecr registry auth/i,
    'The execution role may not sign in to the registry, or the subnets have no route to it.',
    'Make sure that the execution role may pull images, and that the subnets of the tasks have a NAT gateway, endpoints for the registry, or public addresses.',
  ],
  [
    /secrets? or registry auth/i,
    'The execution role may not read a secret or sign in to the registry, or the subnets have no route to them.',
    'Make sure that the secrets exist (service.secrets), that the execution role may read them and pull the image, and that the subnets have outbound access.',
  ],
  [
    /\bsecrets?\b|\bssm\b|secretsmanager|\basm\b/i,
    'A secret does not exist, the execution role may not read it, or the subnets have no route to it.',
    'Make sure that the secrets exist (service.secrets), and that the execution role may read them and decrypt their key.',
  ],
  [
    /awslogs|\blog (?:group|stream|driver)|logger args|\blogging\b/i,
    'The log group does not exist, or the execution role may not write to it.',
    'Make sure that the log group of the task exists, and that the execution role may write to it.',
  ],
];

const startCause = ({ reason, containers }: StoppedTask) => {
  const words = [reason, ...containers.map((one) => one.reason ?? '')].join(' ');
  return START_CAUSES.find(([pattern]) => pattern.test(words));
};

export const serviceTaskNotStarted = aboutTasks({
  code: 'service-task-not-started',
  severity: 'error',
  title: 'Tasks of the service do not start',
  reasoning:
    'ECS reports that stopped tasks failed to start, and why: an image, a secret or a log that it could not get.',
  basis: certain('the reason with which ECS stopped the task'),
  isIt: didNotStart,
  words: (tasks, name) => `${tasks} of ${name} did not start.`,
  causes: (task) => [startCause(task)?.[1] ?? 'What ECS needs to start the task is missing: see the reason.'],
  fix: (task) => startCause(task)?.[2] ?? 'Fix what the reason describes, and deploy.',
});

export const serviceOutOfMemory = aboutTasks({
  code: 'service-out-of-memory',
  severity: 'error',
  title: 'A task ran out of memory',
  reasoning:
    'ECS gives OutOfMemory as the reason. All sockets of the task end at once, and reconnect to the others, which fill up next.',
  basis: certain('the reason with which the container stopped'),
  isIt: isOutOfMemory,
  words: (tasks, name) => `${tasks} of ${name} ran out of memory, and all sockets on them ended at once.`,
  causes: () => ['More sockets on a task, or more bytes waiting for slow clients, than its memory holds.'],
  fix: () =>
    'Give the tasks more memory (service.memory), or fewer sockets each: more tasks, a lower service.socketsPerTask and a lower maximum in the server.',
});

export const serviceTaskExits = aboutTasks({
  code: 'service-task-exits',
  severity: 'error',
  title: 'The server exits on its own',
  reasoning: 'A container of the task exited without ECS stopping it. Its sockets end without a close frame.',
  basis: certain('the exit code and the stop code of the task'),
  isIt: endedByItself,
  words: (tasks, name) =>
    `${tasks} of ${name} ended by themselves.`.replace(/^1 task (.*) themselves/, '1 task $1 itself'),
  causes: ({ containers }) => [
    containers.some(({ exitCode }) => exitCode === KILLED)
      ? 'The process was killed (137), most often because it ran out of memory.'
      : 'The server failed or ended: its log says why.',
  ],
  fix: () => 'Read the end of the task’s log, and fix what it reports.',
});

export const serviceHealthChecks = aboutTasks({
  code: 'service-health-checks',
  severity: 'error',
  title: 'ECS replaces tasks that fail the health check of the load balancer',
  reasoning:
    'ECS stops a task whose target is unhealthy, with all its sockets, and starts another one, which may fail the same way.',
  source: ecsGuide('troubleshoot-service-load-balancers'),
  basis: certain('the reason with which ECS stopped the task'),
  isIt: hasFailedHealthChecks,
  words: (tasks, name) =>
    `${tasks} of ${name} were stopped because they failed the health check.`.replace(
      /^1 task (.*) were (.*) they/,
      '1 task $1 was $2 it',
    ),
  causes: () => [
    'The server answers the health check with another status, too late, or on another port; or it starts more slowly than the grace period.',
  ],
  fix: () =>
    'See the health of the targets above. A server that starts slowly needs a longer service.healthCheckGracePeriod; one that is full should not fail its health check on ECS.',
});

export const serviceTaskKilled = aboutTasks({
  code: 'service-task-killed',
  severity: 'warning',
  title: 'ECS killed a container that did not stop in time',
  reasoning:
    'ECS sends SIGTERM when it takes a task out, and SIGKILL after the stop timeout: exit code 137 of a task that ECS stopped. Whatever it still had to do was lost.',
  source: ecsGuide('task-lifecycle-explanation'),
  basis: inferred('exit code 137 without an out-of-memory error'),
  isIt: wasKilled,
  words: (tasks, name, task) =>
    `${tasks} of ${name} had to be killed after the stop timeout (${killedIn(task)}).`,
  causes: (task) => [
    `SIGTERM does not reach ${killedIn(task)}, as under \`npm start\` or a shell, or ending takes longer than the stop timeout.`,
  ],
  fix: () =>
    'Start Node itself (CMD ["node", "server.js"]), end on SIGTERM, and give it time: service.stopTimeout, 120 s at most.',
});

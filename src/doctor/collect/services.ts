// The stack's ECS services that register their tasks with a load balancer.
import { ecsServiceOf, type EcsServicePlace } from '../../alb/arn.ts';
import { list, milliseconds, number, text, texts, time } from '../calls/answer-fields.ts';
import type { Call, Collecting } from '../calls/call.ts';
import { describeServices, describeTasks, listStoppedTasks, MAX_SERVICES } from '../calls/ecs.ts';
import { observedValue, type Observed, type Stack } from '../observations/observations.ts';
import type { EcsService, ServiceDeployment, StoppedTask } from '../observations/services.ts';
import { answersOf, type Observer } from './observer.ts';
import { joined } from './targets.ts';

const SERVICE = 'AWS::ECS::Service';

interface Place extends EcsServicePlace {
  readonly arn: string;
}

const placesIn = (stack: Stack | undefined): Place[] =>
  (stack?.resources ?? []).flatMap(({ type, physicalId }): Place[] => {
    const place = type === SERVICE ? ecsServiceOf(physicalId) : undefined;
    return place === undefined ? [] : [{ arn: physicalId, ...place }];
  });

/** Services whose tasks are targets in one of the groups; none without a stack, because it lists the services. */
export function* collectServices(
  stack: Stack | undefined,
  groups: ReadonlySet<string>,
  observer: Observer,
): Collecting<Observed<readonly EcsService[]>> {
  const places = placesIn(stack);
  if (places.length === 0) return { value: [] };
  const clusters = [...new Set(places.map(({ cluster }) => cluster))];
  const described = clusters.flatMap((cluster) =>
    chunks(
      places.filter((place) => place.cluster === cluster),
      MAX_SERVICES,
    ).map((part) =>
      describeServices(
        cluster,
        part.map(({ name }) => name),
      ),
    ),
  );
  const lists = new Map(places.map(({ arn, cluster, name }) => [arn, listStoppedTasks(cluster, name)]));
  const first = [...described, ...lists.values()];
  const observe = answersOf(observer, first, yield first);
  const answers = joined(described.map((call) => observe(call, (value) => list(value, 'services'))));
  const tasksOf = new Map<string, Observed<string[]>>();
  for (const [arn, call] of lists)
    tasksOf.set(
      arn,
      observe(call, (value) => texts(value, 'taskArns')),
    );

  const calls = new Map<string, Call>();
  for (const { arn, cluster } of places) {
    const tasks = observedValue(tasksOf.get(arn)) ?? [];
    if (tasks.length > 0) calls.set(arn, describeTasks(cluster, tasks));
  }
  const second = [...calls.values()];
  const observeTasks = answersOf(observer, second, second.length === 0 ? [] : yield second);
  if (!('value' in answers)) return answers;
  const stoppedOf = (arn: string): EcsService['stopped'] => {
    const listed = tasksOf.get(arn);
    if (listed !== undefined && 'missing' in listed) return listed;
    return observeTasks(calls.get(arn), (value) => list(value, 'tasks').map(readTask));
  };
  return {
    value: answers.value
      .map((one) => readService(one, stoppedOf(text(one, 'serviceArn') ?? '')))
      .filter(({ targetGroups }) => targetGroups.some((arn) => groups.has(arn))),
  };
}

function readService(value: unknown, stopped: EcsService['stopped']): EcsService {
  const arn = text(value, 'serviceArn') ?? '';
  return {
    arn,
    name: text(value, 'serviceName') ?? arn,
    cluster: text(value, 'clusterArn')?.split('/').at(-1) ?? '',
    desired: number(value, 'desiredCount') ?? 0,
    running: number(value, 'runningCount') ?? 0,
    targetGroups: list(value, 'loadBalancers').flatMap((one) => text(one, 'targetGroupArn') ?? []),
    deployments: list(value, 'deployments').map((one): ServiceDeployment => ({
      id: text(one, 'id') ?? '',
      status: text(one, 'status') ?? '',
      rollout: text(one, 'rolloutState') ?? '',
      reason: text(one, 'rolloutStateReason'),
      failedTasks: number(one, 'failedTasks') ?? 0,
      created: milliseconds(one, 'createdAt'),
    })),
    events: list(value, 'events').map((one) => ({
      at: time(one, 'createdAt'),
      message: text(one, 'message') ?? '',
    })),
    stopped,
  };
}

const readTask = (value: unknown): StoppedTask => ({
  arn: text(value, 'taskArn') ?? '',
  code: text(value, 'stopCode'),
  reason: text(value, 'stoppedReason') ?? 'no reason given',
  at: time(value, 'stoppedAt'),
  containers: list(value, 'containers').map((one) => ({
    name: text(one, 'name') ?? '',
    exitCode: number(one, 'exitCode'),
    reason: text(one, 'reason'),
  })),
});

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

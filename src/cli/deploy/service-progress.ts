// ECS events of a stack's services while CloudFormation waits for them, and why tasks stopped.
import { ecsServiceOf, type EcsServicePlace } from '../../alb/arn.ts';
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { StackEvent } from '../../aws/stack.ts';
import { awsCall } from '../../common/aws-call.ts';
import { isFailure } from '../../common/stack-events.ts';
import { printToStderr } from '../io/output.ts';
import { stoppedTasks, type StoppedTask } from './stopped-tasks.ts';

const SERVICE = 'AWS::ECS::Service';

export interface ServiceProgress {
  /** Prints new ECS events; `events` are the stack's events since the last call. */
  readonly look: (events: readonly StackEvent[]) => Promise<void>;
  /** Why tasks of a failed service stopped, each reason once. */
  readonly stopped: () => readonly StoppedTask[];
}

/** Without permission to call ECS, only the stack's own events are shown. */
export function watchServices(session: AwsSession): ServiceProgress {
  /** Service ARN -> when its part of the deployment began. */
  const services = new Map<string, string>();
  const shown = new Set<string>();
  const reasons = new Map<string, StoppedTask>();
  let mayAsk = true;
  const ask = async (about: () => Promise<void>): Promise<void> => {
    if (!mayAsk) return;
    try {
      await about();
    } catch (error) {
      if (!(error instanceof AwsFailed)) throw error;
      mayAsk = error.failure.kind !== 'access-denied';
    }
  };
  return {
    look: async (events) => {
      const own = events.filter(({ type, physicalId }) => type === SERVICE && isServiceArn(physicalId));
      for (const { physicalId, time } of own.toReversed())
        if (!services.has(physicalId)) services.set(physicalId, time);
      for (const [arn, since] of services)
        await ask(async () => {
          for (const [id, line] of await eventsOf(session, arn, since)) {
            if (shown.has(id)) continue;
            shown.add(id);
            printToStderr(line);
          }
        });
      for (const { physicalId } of own.filter(isFailure))
        await ask(async () => {
          for (const task of await stoppedTasks(session, placeOf(physicalId)))
            if (!reasons.has(task.reason)) reasons.set(task.reason, task);
        });
    },
    stopped: () => [...reasons.values()],
  };
}

const isServiceArn = (id: string): boolean => ecsServiceOf(id) !== undefined;

const placeOf = (arn: string): EcsServicePlace => ecsServiceOf(arn) ?? { cluster: '', name: '' };

/** Events of a service since a time, oldest first, as [ID, line]. */
async function eventsOf(session: AwsSession, arn: string, since: string): Promise<[string, string][]> {
  const { cluster, name } = placeOf(arn);
  const { services = [] } = await session.run(
    awsCall('ecs', 'DescribeServices', { cluster, services: [name] }),
  );
  return (services[0]?.events ?? [])
    .toReversed()
    .flatMap(({ id = '', createdAt, message = '' }): [string, string][] => {
      const time = createdAt ?? '';
      return time < since ? [] : [[id, `${time.slice(11, 19)}  ECS  ${message}`]];
    });
}

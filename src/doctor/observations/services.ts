// ECS services whose tasks are targets.
import type { Observed } from './observed.ts';

export interface ServiceDeployment {
  readonly id: string;
  /** `PRIMARY`, `ACTIVE` and so on. */
  readonly status: string;
  /** `COMPLETED`, `FAILED`, `IN_PROGRESS`. */
  readonly rollout: string;
  readonly reason: string | undefined;
  readonly failedTasks: number;
  /** Milliseconds since 1970. */
  readonly created: number | undefined;
}

export interface StoppedTask {
  readonly arn: string;
  /** `TaskFailedToStart`, `EssentialContainerExited`, `ServiceSchedulerInitiated` and so on. */
  readonly code: string | undefined;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string | undefined;
  readonly containers: readonly {
    readonly name: string;
    readonly exitCode: number | undefined;
    readonly reason: string | undefined;
  }[];
}

export interface EcsService {
  readonly arn: string;
  readonly name: string;
  readonly cluster: string;
  readonly desired: number;
  readonly running: number;
  readonly targetGroups: readonly string[];
  readonly deployments: readonly ServiceDeployment[];
  /** Newest first. */
  readonly events: readonly { readonly at: string | undefined; readonly message: string }[];
  /** The stopped tasks that ECS still remembers, about an hour back. */
  readonly stopped: Observed<readonly StoppedTask[]>;
}

// What one run of `websocket-alb deploy` works with.
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import type { Deployment } from './before-sending.ts';
import type { Interruption } from './interruption.ts';

export interface DeployOptions extends AwsTarget {
  readonly stackName: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
}

export interface Run extends Deployment {
  readonly session: AwsSession;
  readonly options: DeployOptions;
  readonly interruption: Interruption;
  /** Whether this program made the stack; true for a new one. */
  readonly isOurs: boolean;
}

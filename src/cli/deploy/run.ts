// What one run of `websocket-alb deploy` works with.
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import type { Deployment, Parameter } from './before-sending.ts';
import type { Interruption } from './interruption.ts';

export interface DeployOptions extends AwsTarget {
  readonly stackName: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
  /** What a deployment does to the config's sockets; undefined if the config does not say how many there are. */
  readonly deploymentSummary?: string | undefined;
  /** Shows the change set and asks before it is executed, whatever it changes. */
  readonly review?: boolean;
  /** Asks for missing parameter values, returned as KEY=VALUE. Without this function they are an error. */
  readonly askValues?: (missing: readonly Parameter[]) => Promise<readonly string[]>;
}

export interface Run extends Deployment {
  readonly session: AwsSession;
  readonly options: DeployOptions;
  readonly interruption: Interruption;
  /** Whether this program created the stack; true for a new one. */
  readonly isOurs: boolean;
}

// The wizard's lists of AWS resources. While AWS is called, a status line says so and keys are ignored. If a call
// fails, the reason is printed once and the user types the value instead.
import type { FailureKind } from '../../alb/failures.ts';
import { AwsFailed } from '../../aws/failed.ts';
import * as lists from '../../aws/lookup.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { KnownError } from '../../common/known-error.ts';
import type { LookupKind } from '../../wizard/question.ts';
import { clearStatus, showStatus, printToStderr } from '../io/output.ts';
import { paint } from '../io/style.ts';
import { awsSession, remedyOf } from '../shared/aws.ts';

const NAMES: Readonly<Record<LookupKind, string>> = {
  vpcs: 'VPCs',
  subnets: 'subnets',
  certificates: 'certificates',
  hostedZones: 'hosted zones',
  instances: 'instances',
  topics: 'SNS topics',
};

/** Beyond this, typing is quicker. */
const CALL_TIMEOUT_MS = 15_000;
const EXIT_INTERRUPTED = 130;
const CTRL_C = 0x03;

/** Failures that would affect every other list too. */
const FATAL_FAILURES: ReadonlySet<FailureKind> = new Set([
  'credentials',
  'expired',
  'no-region',
  'unreachable',
  'timeout',
  'not-aws',
]);

export class Account {
  readonly #session: AwsSession;
  #isGivenUp = false;

  constructor(target: AwsTarget) {
    this.#session = awsSession({ ...target, callTimeoutMs: CALL_TIMEOUT_MS });
  }

  /** Lists resources of the account; empty if there are none, or if the call failed, after printing why. */
  async list(kind: LookupKind, from: string | undefined): Promise<readonly lists.Choice[]> {
    if (this.#isGivenUp || (kind === 'subnets' && from === undefined)) return [];
    showStatus(`Asking AWS for ${NAMES[kind]}…`);
    try {
      return await ignoringKeys(() => this.#ask(kind, from));
    } catch (error) {
      if (!(error instanceof AwsFailed)) throw error;
      const { failure } = error;
      this.#isGivenUp = FATAL_FAILURES.has(failure.kind);
      printToStderr(paint('yellow', `No list of ${NAMES[kind]}: ${failure.message}`));
      const remedy = remedyOf(failure);
      if (remedy !== undefined) printToStderr(paint('dim', `${remedy} Until then, type the values.`));
      return [];
    } finally {
      clearStatus();
    }
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #ask(kind: LookupKind, from: string | undefined): Promise<readonly lists.Choice[]> {
    const session = this.#session;
    switch (kind) {
      case 'vpcs':
        return lists.vpcs(session);
      case 'subnets':
        return lists.subnets(session, from ?? '');
      case 'certificates':
        return lists.certificates(session);
      case 'hostedZones':
        return lists.hostedZones(session);
      case 'instances':
        return lists.instances(session, from);
      case 'topics':
        return lists.topics(session);
    }
  }
}

/** Discards keys typed meanwhile, which would answer the next question. Ctrl-C still works. */
async function ignoringKeys<Value>(run: () => Promise<Value>): Promise<Value> {
  const { stdin } = process;
  if (!stdin.isTTY) return run();
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () =>
      reject(new KnownError('Interrupted. Nothing was changed.', { exitCode: EXIT_INTERRUPTED }));
  });
  const onKeys = (keys: Buffer | string): void => {
    if (Buffer.from(keys).includes(CTRL_C)) interrupt();
  };
  stdin.setRawMode(true);
  stdin.on('data', onKeys);
  stdin.resume();
  try {
    return await Promise.race([run(), interrupted]);
  } finally {
    stdin.off('data', onKeys);
    stdin.pause();
    stdin.setRawMode(false);
  }
}

// AWS access for commands: creates the session of a run, and turns its failures into KnownErrors.
import { AwsFailed } from '../../aws/failed.ts';
import { AwsSession, type SessionOptions } from '../../aws/session.ts';
import { FAILURE_REMEDIES, type Failure } from '../../alb/failures.ts';
import { awsCallCommand, type AwsRequest } from '../../common/aws-call.ts';
import type { AwsOptions } from '../../common/shell.ts';
import { isTerminal, printToStderr } from '../io/output.ts';
import { KnownError } from '../../common/known-error.ts';

/** A session for --region and --profile. On a terminal it prompts for MFA codes. */
export const awsSession = ({ region, profile, ...options }: SessionOptions): AwsSession =>
  new AwsSession({
    ...options,
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(isTerminal('stdin') && isTerminal('stderr') && { askMfaCode }),
  });

async function askMfaCode(serial: string): Promise<string> {
  const { ask } = await import('../io/prompts.ts');
  printToStderr(`The role needs a code from the MFA device ${serial}.`);
  return ask<string>({
    type: 'input',
    message: 'Code:',
    validate: (code: never) => /^\d{6}$/.test(code) || 'six digits',
  });
}

/** What to do about a failure. */
export const remedyOf = ({ kind, permission, remedy }: Failure): string | undefined =>
  remedy ??
  (kind === 'access-denied' && permission !== undefined
    ? `Allow ${permission} for the credentials in use (\`aws sts get-caller-identity\` shows whose they are).`
    : FAILURE_REMEDIES[kind === 'timeout' ? 'unreachable' : kind]);

/** What could not be done, where, the missing permission and what to do, as one error. */
export function awsError(
  error: AwsFailed,
  {
    where,
    what,
    target = {},
  }: { readonly where?: string; readonly what?: string; readonly target?: AwsOptions },
): KnownError {
  const { failure, call } = error;
  const { kind, message, permission } = failure;
  const remedy = remedyOf(failure) ?? (call && seeByHand(call, target));
  const place = where ?? (call && awsCallCommand(call, target));
  return new KnownError(what === undefined ? message : `${what}: ${message}`, {
    ...(failure.code === 'Interrupted' && { exitCode: 130 }),
    ...(place !== undefined && { where: place }),
    ...(kind === 'access-denied' &&
      permission !== undefined && { allowed: `credentials with the permission ${permission}` }),
    ...(remedy !== undefined && { remedy }),
    cause: error,
  });
}

const seeByHand = (call: AwsRequest, target: AwsOptions): string =>
  `To see more, run it by hand: ${awsCallCommand(call, target)}`;

/** Runs something that calls AWS, and turns its failures into KnownErrors. */
export async function withAws<Value>(
  options: { readonly where?: string; readonly what?: string; readonly target?: AwsOptions },
  run: () => Promise<Value>,
): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof AwsFailed ? awsError(error, options) : error;
  }
}

// What the AWS CLI refuses, in one clear error.
import { failureOf } from '../../alb/cli-failures.ts';
import { FAILURE_REMEDIES } from '../../alb/failures.ts';
import { AwsCliFailed, AwsCliMissing } from '../../aws/cli.ts';
import { KnownError } from '../../common/known-error.ts';

/** @param otherwise what else can be done. */
export const withoutAwsCli = (error: AwsCliMissing, otherwise: string, where?: string): KnownError =>
  new KnownError(error.message, {
    ...(where !== undefined && { where }),
    remedy: `Install it (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html); ${otherwise}.`,
    cause: error,
  });

/** What to do when the AWS CLI fails on logs. Of S3 its codes tell more than what they have in common. */
function remedyOf(message: string): string {
  const { kind, code } = failureOf(message);
  if (code === 'NoSuchKey' || code === '404') return 'See the key; a folder ends in no .gz or .log.';
  if (kind === 'access-denied')
    return 'The credentials must be allowed to do this: s3:ListBucket and s3:GetObject for logs in S3; athena:*, glue:Get* and the same of S3 for --athena.';
  return FAILURE_REMEDIES[kind === 'timeout' ? 'unreachable' : kind] ?? 'Its words say why.';
}

/** Runs something that calls the AWS CLI for logs, and tells its errors as ours. */
export async function withAwsErrors<Value>(where: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AwsCliMissing) throw withoutAwsCli(error, 'or copy the logs by other means', where);
    if (!(error instanceof AwsCliFailed)) throw error;
    // The last line says why; those before are about single files.
    const reason = error.message.trim().split('\n').at(-1)?.trim() ?? '';
    throw new KnownError(`The AWS CLI failed: ${reason.replace(/^(fatal error|Error|aws):\s*/i, '')}`, {
      where,
      remedy: remedyOf(error.message),
      cause: error,
    });
  }
}

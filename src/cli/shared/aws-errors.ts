// There is no AWS CLI, in one clear error.
import type { AwsCliMissing } from '../../aws/cli.ts';
import { KnownError } from '../../common/known-error.ts';

/** @param otherwise what else can be done. */
export const withoutAwsCli = (error: AwsCliMissing, otherwise: string, where?: string): KnownError =>
  new KnownError(error.message, {
    ...(where !== undefined && { where }),
    remedy: `Install it (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html); ${otherwise}.`,
    cause: error,
  });

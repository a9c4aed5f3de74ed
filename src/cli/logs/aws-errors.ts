// What the AWS CLI refuses, in one clear line.
import { AwsCliFailed, AwsCliMissing } from '../../aws/cli.ts';
import { KnownError } from '../errors.ts';

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /Unable to locate credentials|NoCredentials|ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|sso/i,
    'Give the AWS CLI credentials: aws configure, aws sso login, or --profile NAME.',
  ],
  [/AccessDenied|Access Denied|Forbidden|not authorized/i, 'The credentials must be allowed to do this: s3:ListBucket and s3:GetObject for logs in S3; athena:*, glue:Get* and the same of S3 for --athena.'], // prettier-ignore
  [/NoSuchBucket|does not exist/i, 'See the name, and the account and Region that the AWS CLI uses.'],
  [/NoSuchKey|404|Not Found/i, 'See the key; a folder ends in no .gz or .log.'],
  [/specify a region|NoRegion/i, 'Give --region, or set AWS_DEFAULT_REGION.'],
  [/Could not connect|EndpointConnection|timed out/i, 'See the network, and the Region.'],
];

/** Runs something that calls the AWS CLI, and tells its errors as ours. */
export async function withAwsErrors<Value>(where: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AwsCliMissing)
      throw new KnownError(error.message, {
        where,
        remedy:
          'Install it (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html), or copy the logs by other means.',
        cause: error,
      });
    if (!(error instanceof AwsCliFailed)) throw error;
    // The last line says why; those before are about single files.
    const reason = error.message.trim().split('\n').at(-1)?.trim() ?? '';
    throw new KnownError(`The AWS CLI failed: ${reason.replace(/^(fatal error|Error|aws):\s*/i, '')}`, {
      where,
      remedy: REMEDIES.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'Its words say why.',
      cause: error,
    });
  }
}

import { many } from '../../common/numbers.ts';
import type { Config } from '../../config/schema/index.ts';
import { printToStderr } from '../io/output.ts';

/**
 * The stack leaves the policy of an existing bucket alone, so print the statement it needs: without it, the stack
 * fails.
 */
export async function printBucketPolicy(config: Config): Promise<void> {
  if (config.logs.bucket === undefined) return;
  const { logBucketPolicy, regionIn } = await import('../../snippets/log-bucket-policy.ts');
  const region = regionIn(config);
  const policy = logBucketPolicy(config, region);
  if (policy === undefined) return;
  printToStderr(
    `The policy of the bucket ${config.logs.bucket} must contain this statement, or the deployment fails.`,
  );
  printToStderr(
    `${whatToPutIn(policy)} (\`npx websocket-alb snippet log-bucket-policy\` prints it again):\n${policy.trimEnd()}`,
  );
}

/** Which placeholders to replace, and in how many places of the statement. */
export function whatToPutIn(policy: string): string {
  // The user's prefix may contain these words too, so match only where ARNs have them.
  const places = (found: RegExp): string => {
    const times = policy.match(found)?.length ?? 0;
    return `in ${many(times, 'place')}`;
  };
  const account = `Replace ACCOUNT with your 12-digit account ID, ${places(/(?<=AWSLogs\/|:)ACCOUNT(?=[/:])/g)}`;
  return /:REGION:/.test(policy)
    ? `${account}, and REGION with the code of the Region, ${places(/:REGION:/g)}; in China and GovCloud print it with --region, since its ARNs differ there`
    : account;
}

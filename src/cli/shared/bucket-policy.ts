import { many } from '../../common/numbers.ts';
import type { Config } from '../../config/schema/index.ts';
import { tell } from '../io/output.ts';

/** A bucket that exists keeps its policy: say what must be in it, or the stack fails. */
export async function tellBucketPolicy(config: Config): Promise<void> {
  if (config.logs.bucket === undefined) return;
  const { logBucketPolicy, regionIn } = await import('../../snippets/log-bucket-policy.ts');
  const region = regionIn(config);
  const policy = logBucketPolicy(config, region);
  if (policy === undefined) return;
  tell(`The policy of the bucket ${config.logs.bucket} must hold this statement, or the deployment fails.`);
  tell(
    `${whatToPutIn(policy)} (\`npx websocket-alb snippet log-bucket-policy\` prints it again):\n${policy.trimEnd()}`,
  );
}

/** What is left to fill in, and in how many places of the statement. */
export function whatToPutIn(policy: string): string {
  // A prefix of the user's may hold such a word too; these stand where ARNs have them.
  const places = (found: RegExp): string => {
    const times = policy.match(found)?.length ?? 0;
    return `in ${many(times, 'place')}`;
  };
  const account = `Replace ACCOUNT with your account id of 12 digits, ${places(/(?<=AWSLogs\/|:)ACCOUNT(?=[/:])/g)}`;
  return /:REGION:/.test(policy)
    ? `${account}, and REGION with the code of the Region, ${places(/:REGION:/g)}; in China and GovCloud print it with --region, since its ARNs differ there`
    : account;
}

import type { Config } from '../config/schema/index.ts';
import { tell } from './output.ts';

/** A bucket that exists keeps its policy: say what must be in it, or the stack fails. */
export async function tellBucketPolicy(config: Config): Promise<void> {
  if (config.logs.bucket === undefined) return;
  const { logBucketPolicy, regionIn } = await import('../snippets/log-bucket-policy.ts');
  const region = regionIn(config);
  const policy = logBucketPolicy(config, region);
  if (policy === undefined) return;
  tell(`The policy of the bucket ${config.logs.bucket} must hold this statement, or the deployment fails.`);
  tell(
    `${whatToPutIn(region)} (\`generate snippet log-bucket-policy\` prints it again):\n${policy.trimEnd()}`,
  );
}

/** What is left to fill in. */
export const whatToPutIn = (region: string | undefined): string =>
  region === undefined
    ? 'Put in ACCOUNT and REGION; in China and GovCloud print it with --region, since its ARNs differ there'
    : 'Put in ACCOUNT';

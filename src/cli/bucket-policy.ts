import type { Config } from '../config/schema/index.ts';
import { tell } from './output.ts';

/** A bucket that exists keeps its policy: say what must be in it, or the stack fails. */
export async function tellBucketPolicy(config: Config): Promise<void> {
  if (config.logs.bucket === undefined) return;
  const { logBucketPolicy } = await import('../snippets/log-bucket-policy.ts');
  const policy = logBucketPolicy(config);
  if (policy === undefined) return;
  tell(`The policy of the bucket ${config.logs.bucket} must hold this statement, or the deployment fails.`);
  tell(
    `Put in the account and the Region (\`generate snippet log-bucket-policy\` prints it again):\n${policy.trimEnd()}`,
  );
}

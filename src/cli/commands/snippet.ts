import { logBucketPolicy } from '../../snippets/log-bucket-policy.ts';
import { loadConfig, type ConfigOptions } from '../config.ts';
import { KnownError } from '../errors.ts';
import { writeFile, writeOut } from '../output.ts';

export interface SnippetOptions extends ConfigOptions {
  readonly output?: string;
}

const SNIPPETS = {
  'log-bucket-policy': 'the policy statement that an existing log bucket (logs.bucket) needs, as JSON',
} as const;

/** `generate snippet [NAME]` */
export async function snippet(name: string | undefined, options: SnippetOptions): Promise<void> {
  if (name === undefined) {
    writeOut(
      Object.entries(SNIPPETS)
        .map(([key, words]) => `${key}  ${words}\n`)
        .join(''),
    );
    return;
  }
  if (!Object.hasOwn(SNIPPETS, name))
    throw new KnownError(`There is no snippet "${name}".`, {
      where: 'generate snippet',
      allowed: Object.keys(SNIPPETS).join(', '),
      remedy: 'Run `generate snippet` to see them.',
    });
  const text = logBucketPolicy(await loadConfig(options));
  if (text === undefined)
    throw new KnownError('The config names no existing log bucket, or switches all logs off.', {
      where: 'logs.bucket',
      remedy: 'Set logs.bucket, or use the bucket and the policy that the template creates.',
    });
  if (options.output === undefined || options.output === '-') writeOut(text);
  else writeFile(options.output, text);
}

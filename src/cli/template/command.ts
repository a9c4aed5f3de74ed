import { MAX_INLINE_TEMPLATE_BYTES } from '../../alb/limits.ts';
import { commandLine } from '../../common/shell.ts';
import type { Problem } from '../../common/known-error.ts';
import { count } from '../../common/numbers.ts';
import { buildTemplate, openParameters, templateObject } from '../../template/build.ts';
import type { BuiltTemplate } from '../../template/types.ts';
import { printBucketPolicy } from '../shared/bucket-policy.ts';
import { loadConfig } from '../shared/config.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { isTerminal, printToStderr, writeResult } from '../io/output.ts';
import { warn } from '../shared/error-report.ts';

export interface TemplateOptions extends ConfigOptions {
  readonly output?: string;
  readonly format: 'yaml' | 'json';
}

/** `websocket-alb template` */
export async function template(options: TemplateOptions): Promise<void> {
  const config = await loadConfig(options);
  const built = buildTemplate(config);
  const { renderJson, renderYaml } = await import('../../template/render.ts');
  const text = options.format === 'json' ? renderJson(built) : renderYaml(built);
  await printBucketPolicy(config);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_INLINE_TEMPLATE_BYTES) warn(tooLarge(bytes, built));
  writeResult(text, options.output);
  if (isTerminal('stderr') && !isTerminal('stdout')) recommend(options.output, openParameters(built));
}

/** A warning that says whether a bucket is needed, or compact JSON is small enough. */
function tooLarge(bytes: number, built: BuiltTemplate): Problem {
  const asJson = Buffer.byteLength(JSON.stringify(templateObject(built)));
  const isSmallEnough = asJson <= MAX_INLINE_TEMPLATE_BYTES;
  return {
    what: `The template has ${count(bytes)} bytes; without a bucket CloudFormation takes ${count(MAX_INLINE_TEMPLATE_BYTES)} at most.`,
    remedy: isSmallEnough
      ? `\`websocket-alb deploy\` sends it as compact JSON of ${count(asJson)} bytes; with the AWS CLI alone, pass --s3-bucket.`
      : 'Pass --s3-bucket to `aws cloudformation deploy`.',
  };
}

/** Prints the next step after the template was redirected to a file. */
function recommend(output: string | undefined, parameters: readonly string[]): void {
  const overrides = parameters.map((name) => `${name}=…`).join(' ');
  printToStderr(
    `Next: ${commandLine('aws', 'cloudformation', 'deploy', '--template-file', output ?? 'template.yaml', '--stack-name', 'NAME')}` +
      (overrides ? ` \\\n  --parameter-overrides ${overrides}` : ''),
  );
}

import { confirm } from '../io/prompts.ts';
import { deployWith, type DeployOptions } from './deployment.ts';
import { readTemplate } from './template-source.ts';
import { MAX_INLINE_TEMPLATE_BYTES } from '../../alb/limits.ts';
import { KnownError } from '../../common/known-error.ts';
import type { ConfigOptions } from '../shared/config-options.ts';

const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

export type DeployCommandOptions = ConfigOptions &
  Omit<DeployOptions, 'confirm' | 'stackName'> & {
    readonly stackName?: string;
    readonly parameterOverrides?: readonly string[];
  };

/** `generate deploy`. Returns the exit code: the AWS CLI's own when it fails. */
export async function deploy(options: DeployCommandOptions, behind: readonly string[]): Promise<number> {
  const { stackName } = options;
  // Checked here, since the parser of the options would report it before an option that it does not know.
  if (stackName === undefined)
    throw new KnownError('No stack is named.', {
      where: '--stack-name',
      remedy: 'Add --stack-name NAME: that of a new stack, or of the one to update.',
    });
  if (!STACK_NAME.test(stackName))
    throw new KnownError(`"${stackName}" cannot be the name of a stack.`, {
      where: '--stack-name',
      allowed: '1–128 letters, digits and hyphens, beginning with a letter',
      remedy: 'Choose another name.',
    });
  const further = withOverrides(options.parameterOverrides, behind);
  const own = further.find((argument) => /^--(template-file|stack-name|region|profile)(=|$)/.test(argument));
  if (own !== undefined)
    throw new KnownError(`${own.split('=')[0]} behind -- would override what this command does.`, {
      where: 'arguments behind --',
      remedy:
        'Give --stack-name, --region and --profile before --; the template comes from the config or the pipe.',
    });
  const template = await readTemplate(options);
  const bytes = Buffer.byteLength(template);
  if (bytes > MAX_INLINE_TEMPLATE_BYTES && !further.some((argument) => /^--s3-bucket(=|$)/.test(argument)))
    throw new KnownError(`The template has ${bytes} bytes.`, {
      where: 'generate deploy',
      allowed: `at most ${MAX_INLINE_TEMPLATE_BYTES} bytes, unless the AWS CLI can put the template into a bucket`,
      remedy: 'Add `-- --s3-bucket NAME` with a bucket in the same Region.',
    });
  return deployWith(template, { ...options, stackName, confirm }, further);
}

/** The arguments behind --, with --parameter-overrides where they stood before it. */
function withOverrides(
  overrides: readonly string[] | undefined,
  behind: readonly string[],
): readonly string[] {
  const [first] = behind;
  if (first !== undefined && !first.startsWith('-'))
    throw new KnownError(`"${first}" does not belong to an option.`, {
      where: 'generate deploy',
      remedy: first.includes('=')
        ? `Values of parameters follow their option: --parameter-overrides ${first} …`
        : 'Leave it out, or put an option of `aws cloudformation deploy` in front of it, behind --.',
    });
  if (overrides === undefined) return behind;
  if (behind.some((argument) => /^--parameter-overrides(=|$)/.test(argument)))
    throw new KnownError('--parameter-overrides is given before and behind --.', {
      where: '--parameter-overrides',
      remedy: 'Give all values in one place.',
    });
  return [...behind, '--parameter-overrides', ...overrides];
}

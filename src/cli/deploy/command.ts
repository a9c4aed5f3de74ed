import { confirm } from '../io/prompts.ts';
import { deployWith } from './deployment.ts';
import { has, malformedOverride, OVERRIDES } from './overrides.ts';
import type { DeployOptions } from './run.ts';
import { isStackName, STACK_NAME_WORDS } from './stack-name.ts';
import { templateSource } from './template-source.ts';
import { printToStderr } from '../io/output.ts';
import { KnownError } from '../../common/known-error.ts';
import type { ConfigOptions } from '../shared/config-options.ts';

export type DeployCommandOptions = ConfigOptions &
  Omit<DeployOptions, 'confirm' | 'stackName' | 'deploymentSummary'> & {
    readonly stackName?: string;
    readonly parameterOverrides?: readonly string[];
  };

/** `websocket-alb deploy`. Returns the exit code. */
export async function deploy(options: DeployCommandOptions, rest: readonly string[]): Promise<number> {
  // Checked here: in the option parser it would be reported before an unknown option.
  if (options.stackName !== undefined) refuseName(options.stackName);
  const further = withOverrides(options.parameterOverrides, rest);
  refuseMalformed(options.parameterOverrides ?? overridesIn(rest));
  const own = further.find((argument) => /^--(template-file|stack-name|region|profile)(=|$)/.test(argument));
  if (own !== undefined)
    throw new KnownError(`${own.split('=')[0]} after -- would override what this command does.`, {
      where: 'arguments after --',
      remedy:
        'Give --stack-name, --region and --profile before --; the template comes from the config or the pipe.',
    });
  const { text, chosenName, summary } = await templateSource(options, has(further, '--s3-bucket'));
  const stackName = options.stackName ?? chosenName;
  if (stackName === undefined)
    throw new KnownError('No stack name is given.', {
      where: '--stack-name',
      remedy:
        'Add --stack-name NAME, for a new stack or the one to update. Or set `name` in the config, which is then used.',
    });
  if (options.stackName === undefined) printToStderr(`Stack ${stackName}, after the name in the config.`);
  return deployWith(text, { ...options, stackName, confirm, deploymentSummary: summary }, further);
}

function refuseName(stackName: string): void {
  if (isStackName(stackName)) return;
  throw new KnownError(`"${stackName}" is not a valid stack name.`, {
    where: '--stack-name',
    allowed: STACK_NAME_WORDS,
    remedy: 'Choose another name.',
  });
}

/** @throws {KnownError} for a value without a key: the AWS CLI would blame the credentials. */
function refuseMalformed(values: readonly string[]): void {
  const wrong = malformedOverride(values);
  if (!wrong) return;
  throw new KnownError(`"${wrong.value}" is not of the form KEY=VALUE.`, {
    where: OVERRIDES,
    remedy: wrong.remedy,
  });
}

/** The values after an option of that name. */
function overridesIn(rest: readonly string[]): readonly string[] {
  const at = rest.indexOf(OVERRIDES);
  const values = at === -1 ? [] : rest.slice(at + 1);
  const end = values.findIndex((value) => value.startsWith('-'));
  return end === -1 ? values : values.slice(0, end);
}

/** The arguments after --, plus the --parameter-overrides given before it. */
function withOverrides(overrides: readonly string[] | undefined, rest: readonly string[]): readonly string[] {
  const [first] = rest;
  if (first !== undefined && !first.startsWith('-'))
    throw new KnownError(`"${first}" does not belong to an option.`, {
      where: 'websocket-alb deploy',
      remedy: first.includes('=')
        ? `Values of parameters follow their option: --parameter-overrides ${first} …`
        : 'Leave it out, or put an option of `aws cloudformation deploy` in front of it, after --.',
    });
  if (overrides === undefined) return rest;
  if (rest.some((argument) => /^--parameter-overrides(=|$)/.test(argument)))
    throw new KnownError('--parameter-overrides is given before and after --.', {
      where: '--parameter-overrides',
      remedy: 'Give all values in one place.',
    });
  return [...rest, '--parameter-overrides', ...overrides];
}

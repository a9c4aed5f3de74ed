// The template that a command works on: built from a config, or read from standard input.
import { fstatSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { buildTemplate } from '../../template/build.ts';
import { loadConfig } from '../shared/config.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { KnownError } from '../../common/known-error.ts';
import { InputTooLarge, readText } from '../io/input.ts';
import { MAX_BYTES } from '../../check/read.ts';

/** A pipe or a file stands behind standard input, not a terminal or /dev/null. */
function isPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

/** The text of the template: from the config options if there are any, else from a pipe, else from the config file. */
export async function readTemplate(options: ConfigOptions): Promise<string> {
  const hasConfig = options.config !== undefined || options.preset !== undefined || options.set !== undefined;
  if (!hasConfig && isPiped()) return readPiped();
  const built = buildTemplate(await loadConfig(options));
  const { renderYaml } = await import('../../template/render.ts');
  return renderYaml(built);
}

function readPiped(): string {
  const text = readTemplateText();
  if (text.trim() === '')
    throw new KnownError('Standard input is empty: the command before the pipe printed no template.', {
      where: 'standard input',
      remedy: 'Run that command alone to see why, or name a config with --config.',
    });
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  const isTemplate = document.has('Resources');
  if (error || !isTemplate)
    throw new KnownError(
      error
        ? `This is not valid YAML or JSON: ${(error.message.split('\n')[0] ?? '').replace(/:$/, '')}.`
        : 'There is no "Resources" in it.',
      {
        where: 'standard input',
        allowed: 'a CloudFormation template',
        remedy: 'Pipe the output of `npx generate template` into this command.',
      },
    );
  return text;
}

function readTemplateText(): string {
  try {
    return readText('-', MAX_BYTES);
  } catch (error) {
    if (!(error instanceof InputTooLarge)) throw error;
    throw new KnownError(`This has more than ${MAX_BYTES} bytes.`, {
      where: 'standard input',
      allowed: `a template of at most ${MAX_BYTES} bytes, the most that CloudFormation takes`,
      remedy: 'Split the template into several stacks.',
      cause: error,
    });
  }
}

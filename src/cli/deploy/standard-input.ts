// Reads a template from standard input.
import { fstatSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { parseDocument } from 'yaml';
import { MAX_BYTES } from '../../check/read.ts';
import { KnownError } from '../../common/known-error.ts';
import { ownCommand } from '../../common/shell.ts';
import { InputTooLarge, readPipe } from '../io/input.ts';
import { isTerminal, printToStderr } from '../io/output.ts';
import { defaultFile } from '../shared/config-options.ts';

/** Whether input may arrive: stdin is not a terminal, not /dev/null and not closed. */
export function isPiped(): boolean {
  if (isTerminal('stdin')) return false;
  try {
    const { rdev } = fstatSync(0);
    return rdev === 0 || rdev !== nullDevice();
  } catch {
    return false;
  }
}

function nullDevice(): number | undefined {
  try {
    return statSync(devNull).rdev;
  } catch {
    // On Windows the null device cannot be stat'ed.
    return undefined;
  }
}

/**
 * @throws {KnownError} for anything but a template, empty input included: the command before the pipe has failed then.
 */
export async function readPiped(): Promise<string> {
  const text = await readTemplateText();
  if (text.trim() === '') throw empty();
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
        remedy: 'Pipe the output of `npx websocket-alb template` into this command.',
      },
    );
  return text;
}

function empty(): KnownError {
  const file = defaultFile();
  const ofConfig =
    file === undefined
      ? 'To deploy a config, name it with -c.'
      : `To deploy the config of this folder, name it: ${ownCommand('deploy', '-c', file)}`;
  return new KnownError('Standard input is empty: the command before the pipe printed no template.', {
    where: 'standard input',
    remedy: `Run that command alone to see why. ${ofConfig}`,
  });
}

async function readTemplateText(): Promise<string> {
  try {
    return await readPipe(MAX_BYTES, () =>
      printToStderr('Waiting for a template on standard input. (-c FILE deploys a config without one.)'),
    );
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

// Reads the config files that a command's options refer to. config/load.ts interprets them.
import { KnownError, type Problem } from '../../common/known-error.ts';
import type { ConfigSources } from '../../config/load.ts';
import { PRESETS } from '../../config/presets.ts';
import { MAX_CONFIG_BYTES, STANDARD_INPUT, tooLarge, type ConfigText } from '../../config/sources.ts';
import { InputTooLarge, readText } from '../io/input.ts';
import { packageFile } from '../io/package-file.ts';
import { systemError } from '../io/system-error.ts';
import { configFiles, type ConfigOptions } from './config-options.ts';

/**
 * The preset, files and --set of a command; without --config, the file in the working directory, if there is one. An
 * empty file given with --config is an error.
 *
 * @throws {KnownError} listing everything that cannot be read
 */
export function readConfigFiles({ config, preset, set = [] }: ConfigOptions): ConfigSources {
  const problems: Problem[] = [];
  const attempt = <Value>(read: () => Value): Value[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
  const isStdinAgain = (path: string, index: number) => path === '-' && config?.indexOf('-') !== index;
  if (config?.some(isStdinAgain))
    problems.push({
      where: '--config',
      what: 'Standard input is given twice, but can be read only once.',
      remedy: 'Name a file for one of them.',
    });
  const [presetText] = preset === undefined ? [] : attempt(() => readPreset(preset));
  const files = configFiles({ ...(config && { config }) })
    .filter((path, index) => !isStdinAgain(path, index))
    .flatMap((path) => attempt(() => readConfigFile(path, { mayBeEmpty: config === undefined })));
  if (problems.length > 0) throw new KnownError(problems);
  return { preset: presetText, files, assignments: set };
}

/** The text of a preset's config. */
function readPreset(name: string): ConfigText {
  if (!Object.hasOwn(PRESETS, name))
    throw new KnownError(`There is no preset "${name}".`, {
      where: '--preset',
      allowed: Object.keys(PRESETS).join(', '),
      remedy: 'Use one of these, or leave --preset out for the production template.',
    });
  const file = packageFile(`templates/${name}/websocket-alb.yaml`);
  return { name: `preset ${name}`, text: readText(file, MAX_CONFIG_BYTES) };
}

/** @throws {KnownError} when it cannot be read or is too large for a config */
export function readConfigFile(path: string, { mayBeEmpty }: { readonly mayBeEmpty: boolean }): ConfigText {
  const name = path === '-' ? STANDARD_INPUT : path;
  try {
    return { name, text: readText(path, MAX_CONFIG_BYTES), mayBeEmpty };
  } catch (error) {
    if (error instanceof InputTooLarge) throw tooLarge(name);
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot read the config ${name}: ${reason}.`, {
      where: '--config',
      remedy: 'Name a file that can be read, or - for standard input.',
      cause: error,
    });
  }
}

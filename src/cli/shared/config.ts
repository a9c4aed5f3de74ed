// Loads the config of a command. An unchanged preset needs neither schema nor rules, which take time to load: it was
// validated when the command was built.
import { KnownError } from '../../common/known-error.ts';
import type { ConfigSources, LoadedConfig } from '../../config/load.ts';
import { PRESETS, type PresetName } from '../../config/presets.ts';
import type { Config } from '../../config/schema/index.ts';
import { configFiles, type ConfigOptions } from './config-options.ts';
import { warn } from './error-report.ts';
import { parsedPreset } from './parsed-presets.ts';

/**
 * Reads and validates the config; warnings go to stderr.
 *
 * @throws {KnownError} listing every mistake
 */
export async function loadConfig(options: ConfigOptions): Promise<Config> {
  return (await loadNamedConfig(options)).config;
}

export interface NamedConfig {
  readonly config: Config;
  /** `name`, if a file or `--set` sets it. The user did not choose a preset's name or the default. */
  readonly chosenName: string | undefined;
}

/** Like {@link loadConfig}, plus the name that the user chose. */
export async function loadNamedConfig(options: ConfigOptions): Promise<NamedConfig> {
  const { preset = 'production', set = [] } = options;
  if (set.length === 0 && isPreset(preset) && configFiles(options).length === 0)
    return { config: parsedPreset(preset), chosenName: undefined };
  const { readConfigFiles } = await import('./config-files.ts');
  const { config, own, warnings } = await loadTexts(readConfigFiles(options));
  for (const warning of warnings) warn(warning);
  return { config, chosenName: own['name'] === undefined ? undefined : config.name };
}

/** Validates texts that have been read. @throws {KnownError} listing every mistake */
export async function loadTexts(sources: ConfigSources): Promise<LoadedConfig> {
  const { load } = await import('../../config/load.ts');
  const loaded = await load(sources);
  if (!loaded.ok) throw new KnownError(loaded.problems, { omitted: loaded.omitted });
  return loaded;
}

const isPreset = (name: string): name is PresetName => Object.hasOwn(PRESETS, name);

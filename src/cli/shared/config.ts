// The config of a command. A preset as it is needs neither schema nor rules, which take time to load: it was validated
// when the command was built.
import { existsSync } from 'node:fs';
import { PRESETS, type PresetName } from '../../config/presets.ts';
import type { Config } from '../../config/schema/index.ts';
import { parsedPreset } from './parsed-presets.ts';

export interface ConfigOptions {
  /** A file, or `-` for standard input. */
  readonly config?: string;
  readonly preset?: string;
  /** `path=value`, repeatable. */
  readonly set?: readonly string[];
}

const DEFAULT_FILES = ['websocket-alb.yaml', 'websocket-alb.yml', 'websocket-alb.json'];

/** The config file of the working directory, if there is one. */
export const defaultFile = (): string | undefined => DEFAULT_FILES.find((candidate) => existsSync(candidate));

/** Reads and validates the config; warnings go to stderr. */
export async function loadConfig(options: ConfigOptions): Promise<Config> {
  const { config, preset = 'production', set = [] } = options;
  if (config === undefined && set.length === 0 && isPreset(preset) && defaultFile() === undefined)
    return parsedPreset(preset);
  const { readSources, validateSources } = await import('./config-sources.ts');
  return validateSources(readSources(options));
}

const isPreset = (name: string): name is PresetName => Object.hasOwn(PRESETS, name);

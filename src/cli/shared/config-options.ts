// The options of all commands that read a config.
import { existsSync } from 'node:fs';

export interface ConfigOptions {
  /** Files, or `-` for standard input; later ones override earlier ones. */
  readonly config?: readonly string[];
  readonly preset?: string;
  /** `path=value`, repeatable. */
  readonly set?: readonly string[];
}

const DEFAULT_FILES = ['websocket-alb.yaml', 'websocket-alb.yml', 'websocket-alb.json'];

/** The config file in the working directory, if there is one. */
export const defaultFile = (): string | undefined => DEFAULT_FILES.find((candidate) => existsSync(candidate));

/**
 * The files given with --config, else the one in the working directory. If empty, the config is the production preset.
 */
export const configFiles = ({ config }: Pick<ConfigOptions, 'config'>): readonly string[] => {
  const found = defaultFile();
  return config ?? (found === undefined ? [] : [found]);
};

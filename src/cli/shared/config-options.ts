// The options that every command has that reads a config.
import { existsSync } from 'node:fs';

export interface ConfigOptions {
  /** Files, or `-` for standard input; later ones override earlier ones. */
  readonly config?: readonly string[];
  readonly preset?: string;
  /** `path=value`, repeatable. */
  readonly set?: readonly string[];
}

const DEFAULT_FILES = ['websocket-alb.yaml', 'websocket-alb.yml', 'websocket-alb.json'];

/** The config file of the working directory, if there is one. */
export const defaultFile = (): string | undefined => DEFAULT_FILES.find((candidate) => existsSync(candidate));

/** What the options and the working directory say; without any of it the config is the production preset. */
export const configFiles = ({ config }: Pick<ConfigOptions, 'config'>): readonly string[] => {
  const found = defaultFile();
  return config ?? (found === undefined ? [] : [found]);
};

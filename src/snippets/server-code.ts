// The server-side code that goes with a config: the snippets of templates/snippets/ with its values.
import { healthCheckProtocol } from '../config/derived.ts';
import type { Config } from '../config/schema/index.ts';
import { SERVER_SNIPPETS } from './names.ts';
import type { Language, Pieces } from './piece.ts';
import { closure, moduleFile, SETTINGS_MODULE, singleFile } from './pieces.ts';
import { projectFiles } from './project.ts';
import { CLIENT_SETTINGS, healthCheckPort, printedSettings } from './settings.ts';

export type ServerSnippet = keyof typeof SERVER_SNIPPETS;

export const isServerSnippet = (name: string): name is ServerSnippet => Object.hasOwn(SERVER_SNIPPETS, name);

/** The snippets for which there is a form with CloudWatch's embedded metric format. */
export const WITH_EMF: readonly ServerSnippet[] = ['metrics', 'server'];

export interface CodeOptions {
  readonly language: Language;
  /** Metrics as lines in CloudWatch's embedded metric format instead of calls through the SDK. */
  readonly emf: boolean;
}

/** A snippet as one file that needs packages from npm, but nothing of ours beside it. */
export function snippetFile(
  config: Config,
  pieces: Pieces,
  name: ServerSnippet,
  { language, emf }: CodeOptions,
): string {
  const chosen = withStopping(config, withMetrics(pieces, emf));
  const packages = packagesOf(chosen, name);
  const banner = [
    `// \`websocket-alb snippet ${name}\` of websocket-alb made this ${language === 'ts' ? 'TypeScript' : 'ES module'} from your config.`,
    packages.length === 0
      ? '// It runs in browsers, and in Node.js from 22 on. It needs no package.'
      : `// It needs Node 20.19 or later and, from npm: ${packages.join(', ')}.`,
  ].join('\n');
  return singleFile(chosen, name, { settings: printedSettings(config), language, banner });
}

/** The server as a folder of modules, with all that it takes to run it in a container. */
export function serverFolder(
  config: Config,
  pieces: Pieces,
  { language, emf }: CodeOptions,
): Record<string, string> {
  const chosen = withStopping(config, withMetrics(pieces, emf));
  const modules = closure(chosen, 'server').map((name) => [
    `${name}.${language}`,
    moduleFile(chosen, name, language),
  ]);
  const ports = [config.target.port, healthCheckPort(config)];
  return {
    ...Object.fromEntries(modules),
    [`${SETTINGS_MODULE}.${language}`]: settingsModule(config, { isServer: true }),
    ...projectFiles({
      name: config.name,
      language,
      packages: packagesOf(chosen, 'server'),
      ports: [...new Set(ports)],
      isTls: config.target.protocol === 'HTTPS' || healthCheckProtocol(config) === 'HTTPS',
    }),
  };
}

/** The settings of every snippet as a module, or of those that a server consists of. */
export const settingsModule = (config: Config, { isServer = false } = {}): string =>
  `// What the config of the load balancer means for its servers. \`websocket-alb snippet server\` of websocket-alb made it.\n\n${printedSettings(
    config,
  )
    .filter(({ name }) => !(isServer && name === CLIENT_SETTINGS))
    .map(({ text }) => text)
    .join('\n\n')}\n`;

/** The form of the metrics that is wanted, under the name `metrics`. */
function withMetrics(pieces: Pieces, emf: boolean): Pieces {
  const form = emf ? pieces['metrics-emf'] : undefined;
  return form === undefined ? pieces : { ...pieces, metrics: form };
}

/** Targets by address are tasks on ECS for the most part, which hear of their end too late: they ask for it. */
function withStopping({ target }: Config, pieces: Pieces): Pieces {
  const form = target.type === 'ip' ? pieces['stopping-ecs'] : undefined;
  return form === undefined ? pieces : { ...pieces, stopping: form };
}

/** The packages that a snippet and its parts import, without Node's own modules. */
const packagesOf = (pieces: Pieces, name: string): string[] =>
  [...new Set(closure(pieces, name).flatMap((each) => (pieces[each]?.imports ?? []).map(({ from }) => from)))]
    .filter((from) => !from.startsWith('node:'))
    .toSorted();

import { fileURLToPath } from 'node:url';
import { run, type Run } from './tools.ts';
import { needsStart, runWarm } from './warm-command.ts';

export const BIN = fileURLToPath(new URL('../../bin/generate.js', import.meta.url));

interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly cwd?: string;
}

/** Without colours. */
const environment = ({ env }: Surroundings) => ({ NO_COLOR: '1', FORCE_COLOR: undefined, ...env });

/** Starts Node with the built command, for tests of startup itself. */
export const start = (args: readonly string[], options: Surroundings = {}): Promise<Run> =>
  run(process.execPath, [BIN, ...args], { ...options, env: environment(options) });

/** Runs the built command as a user would, if possible in a process that is already running. */
export function generate(args: readonly string[], options: Surroundings = {}): Promise<Run> {
  const changed = environment(options);
  if (needsStart(changed)) return start(args, options);
  const { input = '', cwd = process.cwd() } = options;
  const all = Object.entries({ ...process.env, ...changed });
  const env = Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return runWarm(BIN, { args, cwd, env, input });
}
